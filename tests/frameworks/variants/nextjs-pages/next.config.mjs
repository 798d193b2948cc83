// Next.js has two modes of deciding what is rendered in the build. The environment variable selects one.
const cacheComponents = process.env.CACHE_COMPONENTS === "1";

export default cacheComponents ? { cacheComponents, partialPrefetching: true } : {};
