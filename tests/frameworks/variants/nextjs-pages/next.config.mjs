// Both ways in which Next.js decides what is rendered in the build; the row names one.
const cacheComponents = process.env.CACHE_COMPONENTS === "1";

export default cacheComponents ? { cacheComponents, partialPrefetching: true } : {};
