/// <reference types="@clerk/astro/env" />
