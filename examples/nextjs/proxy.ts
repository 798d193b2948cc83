import { clerkMiddleware } from "@clerk/nextjs/server";

export default clerkMiddleware({ jwtKey: process.env.CLERK_JWT_KEY });

export const config = { matcher: ["/", "/api/:path*"] };
