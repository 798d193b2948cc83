//! The situations in which limiters are compared. Everything random follows from a seed.

#[cfg(feature = "redis")]
use crate::redis_script::RedisScript;
use crate::server::{MODELS, Model, WINDOW};
#[cfg(not(feature = "redis"))]
use crate::strategy::Shipped;
use crate::strategy::{AwsAdaptive, Reservoir, TokenBucket, WaitOn429};
use crate::world::{Counts, Program, World, run};

/// The requests of a window.
pub const LIMIT: u32 = 1_000;
/// Requests per second of other clients.
pub const OTHERS: f64 = 20.0;

/// A limiter.
pub struct Limiter {
    /// Its name in the table.
    pub name: &'static str,
    /// A program that uses it, with a seed for its random numbers.
    pub program: fn(u64) -> Program,
}

/// The limiters of the table. The last one is that of the package.
pub const LIMITERS: [Limiter; 6] = [
    Limiter {
        name: "15 calls at once, each waits 10 s after a 429",
        program: |_| Program {
            workers: 15,
            ..Program::new(WaitOn429::new(WINDOW))
        },
    },
    Limiter {
        name: "Reservoir of 1000 for each 10 s",
        program: |_| Program::new(Reservoir::new(f64::from(LIMIT), WINDOW)),
    },
    Limiter {
        name: "Token bucket of 1000, 100/s",
        program: |_| Program::new(TokenBucket::new(f64::from(LIMIT), 100.0)),
    },
    Limiter {
        name: "Adaptive mode of the AWS SDKs",
        program: |seed| Program::new(AwsAdaptive::new(seed)),
    },
    Limiter {
        name: "Even pace, 98/s",
        program: |_| Program::new(TokenBucket::new(3.0, 98.0)),
    },
    Limiter {
        name: "`createRateLimiter({ rate: \"100%\" })`",
        program: |_| shipped(),
    },
];

/// A program with the limiter of the package and the entire limit.
pub fn shipped() -> Program {
    shipped_with(LIMIT)
}

/// The same with another limit.
#[cfg(not(feature = "redis"))]
pub fn shipped_with(limit: u32) -> Program {
    Program::new(Shipped::new(limit, WINDOW))
}

/// The variable with the URL of the Redis server.
#[cfg(feature = "redis")]
const REDIS_URL: &str = "CLERK_METADATA_REDIS_URL";

/// The limiter of `createRedisLimiter` with a limit.
#[cfg(feature = "redis")]
pub fn redis_script(limit: u32) -> RedisScript {
    let url = std::env::var(REDIS_URL).unwrap_or_else(|_| panic!("{REDIS_URL} is not set"));
    RedisScript::new(&url, limit, WINDOW)
}

/// With the feature `redis`, the limiter of the package is that of `createRedisLimiter`.
#[cfg(feature = "redis")]
pub fn shipped_with(limit: u32) -> Program {
    Program::new(redis_script(limit))
}

/// The worst of many seeds.
#[derive(Debug, Clone, Copy)]
pub struct Worst {
    /// The fewest accepted requests per second of a program.
    pub rate: f64,
    /// The fewest accepted requests per second of all programs together.
    pub together: f64,
    /// The most 429s of all programs.
    pub rejected: usize,
    /// The largest share of the requests of other clients that was rejected.
    pub others_rejected: f64,
}

/// Runs a situation with the seeds below a number.
pub fn worst(seeds: u64, situation: impl Fn(u64) -> Counts) -> Worst {
    let start = Worst {
        rate: f64::INFINITY,
        together: f64::INFINITY,
        rejected: 0,
        others_rejected: 0.0,
    };
    (0..seeds).map(situation).fold(start, |worst, counts| {
        let rates = (0..counts.programs.len()).map(|program| counts.rate(program));
        let rejected = counts.programs.iter().map(|count| count.rejected).sum();
        Worst {
            rate: rates.clone().fold(worst.rate, f64::min),
            together: worst.together.min(rates.sum()),
            rejected: worst.rejected.max(rejected),
            others_rejected: worst.others_rejected.max(counts.others_rejected()),
        }
    })
}

const SEEDS: u64 = 5;

/// The table in Markdown.
pub fn table() -> String {
    let mut lines = vec![
        String::from(
            "|  | Fixed window | From the first request | Sliding | Stalls of 2 s | 20/s from other clients |",
        ),
        String::from("|---|---|---|---|---|---|"),
    ];
    for Limiter { name, program } in LIMITERS {
        let mut cells = vec![String::from(name)];
        for model in MODELS {
            let result = worst(SEEDS, |seed| {
                run(World::new(model, seed), vec![program(seed)])
            });
            cells.push(cell(result));
        }
        cells.push(cell(worst_of_models(|model, seed| {
            let program = Program {
                has_stalls: true,
                ..program(seed)
            };
            run(World::new(model, seed), vec![program])
        })));
        let shared = worst_of_models(|model, seed| {
            let world = World {
                others: OTHERS,
                ..World::new(model, seed)
            };
            run(world, vec![program(seed)])
        });
        let percent = shared.others_rejected * 100.0;
        cells.push(format!("{}, {percent:.1}%", cell(shared)));
        lines.push(format!("| {} |", cells.join(" | ")));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn cell(worst: Worst) -> String {
    format!("{:.1}, {}", worst.rate, worst.rejected)
}

fn worst_of_models(situation: impl Fn(Model, u64) -> Counts) -> Worst {
    let count = MODELS.len() as u64;
    let model = |seed: u64| MODELS[usize::try_from(seed % count).unwrap_or(0)];
    worst(SEEDS * count, |seed| situation(model(seed), seed / count))
}
