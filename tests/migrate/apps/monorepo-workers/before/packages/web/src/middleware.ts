import { verifyToken } from "@clerk/backend";

export const verify = (token: string, jwtKey: string) => verifyToken(token, { jwtKey });
