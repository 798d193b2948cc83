export const createLocalBackend = () => { throw new Error("not there yet"); };
