export { default } from "./proxy";

export const config = { matcher: ["/", "/api/:path*"] };
