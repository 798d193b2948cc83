declare const vi: { mock(module: string, factory: () => unknown): void; fn(): unknown };

vi.mock("@clerk/nextjs/server", () => ({ clerkClient: vi.fn(), auth: vi.fn() }));
