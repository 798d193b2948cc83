import { clerkClient as astro } from "clerk-metadata/astro";
import { clerkClient as cloudflare } from "clerk-metadata/cloudflare";
import express = require("clerk-metadata/express");
import javascript = require("clerk-metadata/js");
import { clerkClient as nextjs } from "clerk-metadata/nextjs";
import { clerkClient as reactRouter } from "clerk-metadata/react-router";
import { connectLocalBackend } from "clerk-metadata/testing";
import { clerkClient as tanstack } from "clerk-metadata/tanstack-react-start";

export = [
  astro({ locals: {} }).users,
  cloudflare({}).users,
  express.clerkClient.users,
  javascript.createClerkClient().users,
  nextjs().then(({ users }) => users),
  reactRouter.users,
  tanstack().users,
  connectLocalBackend().then(({ requests }) => requests),
];
