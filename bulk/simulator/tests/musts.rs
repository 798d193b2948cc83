//! What the limiter must achieve with every seed. `CLERK_METADATA_SEEDS=200` tries more seeds.
//!
//! With the feature `redis`, the limiter is the script of `createRedisLimiter`, in the server that
//! `CLERK_METADATA_REDIS_URL` names. `cargo xtask test bullmq` starts one.

use clerk_metadata_bulk_simulator::scenario::{LIMIT, OTHERS, Worst, shipped, shipped_with, worst};
use clerk_metadata_bulk_simulator::server::{MODELS, Model, RETRY_AFTERS, RetryAfter, WINDOW};
#[cfg(not(feature = "redis"))]
use clerk_metadata_bulk_simulator::strategy::Shipped;
use clerk_metadata_bulk_simulator::world::{Clock, Count, Program, World, run};

fn seeds() -> u64 {
    let variable = std::env::var("CLERK_METADATA_SEEDS");
    let default = if cfg!(feature = "redis") { 1 } else { 12 };
    variable.map_or(default, |seeds| seeds.parse().expect("a number of seeds"))
}

const LONG: f64 = 300_000.0;
/// A Redis server takes longer than the limiter in Rust.
const END: f64 = if cfg!(feature = "redis") {
    100_000.0
} else {
    LONG
};

fn world_of(model: Model, seed: u64) -> World {
    World {
        end: END,
        ..World::new(model, seed)
    }
}

/// The worst seed with each model.
fn for_each_model(
    world: impl Fn(World) -> World,
    programs: impl Fn() -> Vec<Program>,
) -> [(Model, Worst); 3] {
    MODELS.map(|model| {
        let worst = worst(seeds(), |seed| {
            run(world(world_of(model, seed)), programs())
        });
        println!("{model:?} {worst:?}");
        (model, worst)
    })
}

/// What differs from the usual world and program, and the rate that must be reached without a 429.
struct FullRate {
    what: &'static str,
    world: fn(World) -> World,
    program: fn() -> Program,
    rate: f64,
}

fn same(world: World) -> World {
    world
}

fn with_clock(clock: Clock) -> Program {
    Program { clock, ..shipped() }
}

#[test]
fn full_rate_without_a_429() {
    let table = [
        FullRate {
            what: "alone",
            world: same,
            program: shipped,
            rate: 97.0,
        },
        FullRate {
            what: "the longest round trip",
            world: |world| World {
                round_trip: (250.0, 250.0),
                ..world
            },
            program: shipped,
            rate: 97.0,
        },
        FullRate {
            what: "varying round trips",
            world: |world| World {
                round_trip: (20.0, 250.0),
                ..world
            },
            program: shipped,
            rate: 97.0,
        },
        // A slot is held for 10 s and the round trip, so longer round trips cost more.
        FullRate {
            what: "round trips of 400 ms",
            world: |world| World {
                round_trip: (400.0, 400.0),
                ..world
            },
            program: shipped,
            rate: 95.9,
        },
        FullRate {
            what: "round trips of up to 400 ms",
            world: |world| World {
                round_trip: (20.0, 400.0),
                ..world
            },
            program: shipped,
            rate: 97.0,
        },
        FullRate {
            what: "coarse timers",
            world: same,
            program: || Program {
                timer_resolution: 10.0,
                ..shipped()
            },
            rate: 97.0,
        },
        // Two seconds of each minute are lost: 96.7% remain at most.
        FullRate {
            what: "stalls",
            world: same,
            program: || Program {
                has_stalls: true,
                ..shipped()
            },
            rate: 94.5,
        },
        FullRate {
            what: "a small limit",
            world: |world| World {
                limit: 100,
                ..world
            },
            program: || shipped_with(100),
            rate: 9.7,
        },
        FullRate {
            what: "a clock that is set back",
            world: same,
            program: || {
                with_clock(Clock::Jump {
                    at: 100_000.0,
                    by: -3_600_000.0,
                })
            },
            rate: 97.0,
        },
        // A request without a response holds its slot until 10 s after its timeout of 30 s.
        FullRate {
            what: "timeouts",
            world: same,
            program: || Program {
                lost_share: 0.01,
                workers: 256,
                ..shipped()
            },
            rate: 93.0,
        },
    ];
    assert_full_rates(table);
}

/// Redis has a clock and its data.
#[cfg(not(feature = "redis"))]
#[test]
fn full_rate_without_a_429_on_hosts_that_lose_their_memory_or_have_no_clock() {
    let table = [
        // A Durable Object that is evicted every 3 seconds.
        FullRate {
            what: "restored again and again",
            world: same,
            program: || Program::new(Shipped::restarted(LIMIT, WINDOW, 3_000.0)),
            rate: 95.0,
        },
        FullRate {
            what: "a clock that stands still",
            world: same,
            program: || with_clock(Clock::Stopped),
            rate: 90.0,
        },
        FullRate {
            what: "a clock that stands still between responses",
            world: same,
            program: || with_clock(Clock::Responses),
            rate: 90.0,
        },
    ];
    assert_full_rates(table);
}

fn assert_full_rates<const ROWS: usize>(table: [FullRate; ROWS]) {
    std::thread::scope(|scope| {
        for row in table {
            scope.spawn(move || assert_full_rate(&row));
        }
    });
}

fn assert_full_rate(row: &FullRate) {
    let FullRate { what, rate, .. } = row;
    for (model, worst) in for_each_model(row.world, || vec![(row.program)()]) {
        assert!(worst.rate >= *rate, "{what}: {model:?} {worst:?}");
        assert_eq!(worst.rejected, 0, "{what}: {model:?}");
    }
}

#[test]
fn with_other_clients_90_percent_of_the_rest_and_1_percent_of_theirs_rejected() {
    let remaining = f64::from(LIMIT) * 1_000.0 / WINDOW - OTHERS;
    for (model, worst) in for_each_model(
        |world| World {
            others: OTHERS,
            end: LONG,
            ..world
        },
        || vec![shipped()],
    ) {
        assert!(worst.rate >= remaining * 0.9, "{model:?} {worst:?}");
        assert!(worst.others_rejected <= 0.01, "{model:?} {worst:?}");
    }
}

#[test]
fn two_programs_90_percent_together_and_30_percent_each() {
    for (model, worst) in for_each_model(|world| world, || vec![shipped(), shipped()]) {
        assert!(worst.together >= 90.0, "{model:?} {worst:?}");
        assert!(worst.rate >= 30.0, "{model:?} {worst:?}");
    }
}

/// The second one starts when the first one has the entire limit; the time until then does not count.
#[test]
fn a_second_program_that_starts_later_gets_30_percent_too() {
    let world = |world| World {
        counted_from: 60_000.0,
        end: 360_000.0,
        ..world
    };
    let programs = || {
        vec![
            shipped(),
            Program {
                start: 30_000.0,
                ..shipped()
            },
        ]
    };
    for (model, worst) in for_each_model(world, programs) {
        assert!(worst.together >= 90.0, "{model:?} {worst:?}");
        assert!(worst.rate >= 30.0, "{model:?} {worst:?}");
    }
}

/// Other clients use almost everything for two minutes. Five minutes later, the rate is what it was.
#[test]
fn the_rate_recovers_when_other_clients_stop() {
    let world = |world| World {
        others: 95.0,
        others_until: 120_000.0,
        counted_from: 420_000.0,
        end: 520_000.0,
        ..world
    };
    for (model, worst) in for_each_model(world, || vec![shipped()]) {
        assert!(worst.rate >= 90.0, "{model:?} {worst:?}");
    }
}

/// With every `Retry-After`, most of the rest is used. The longest pause is a minute, so `Huge` costs more.
#[test]
fn unusual_retry_after_values_do_no_harm() {
    for retry_after in RETRY_AFTERS {
        let rate = if retry_after == RetryAfter::Huge {
            10.0
        } else {
            68.0
        };
        let world = |world| World {
            retry_after,
            others: OTHERS,
            ..world
        };
        for (model, worst) in for_each_model(world, || vec![shipped()]) {
            assert!(worst.rate >= rate, "{retry_after:?} {model:?} {worst:?}");
            assert!(
                worst.others_rejected <= 0.02,
                "{retry_after:?} {model:?} {worst:?}"
            );
        }
    }
}

/// All slots become free at once, and the pace still holds. What is in flight then may be too much.
#[test]
fn a_clock_that_is_set_forward_costs_few_429s() {
    let clock = Clock::Jump {
        at: 100_000.0,
        by: 3_600_000.0,
    };
    for (model, worst) in for_each_model(|world| world, || vec![Program { clock, ..shipped() }]) {
        assert!(worst.rate >= 93.0, "{model:?} {worst:?}");
        assert!(worst.rejected <= 20, "{model:?} {worst:?}");
    }
}

/// Other programs change one user all the time. Its 429s do not slow down the changes of other users.
#[test]
fn the_limit_of_one_user_does_not_slow_down_the_others() {
    let program = || Program {
        contended_share: 0.001,
        ..shipped()
    };
    for (model, worst) in for_each_model(|world| World { end: LONG, ..world }, || vec![program()]) {
        // Their changes count for the limit of the instance too: 98/s remain.
        assert!(worst.rate >= 80.0, "{model:?} {worst:?}");
    }
    // Without the limit of the instance, nothing is lost.
    for (model, worst) in for_each_model(
        |world| World {
            limit: 1_200,
            ..world
        },
        || vec![program()],
    ) {
        assert!(worst.rate >= 97.0, "{model:?} {worst:?}");
    }
}

#[test]
fn calls_of_the_app_go_first() {
    for model in MODELS {
        for seed in 0..seeds() {
            let program = Program {
                app_rate: 5.0,
                ..shipped()
            };
            let counts = run(
                World {
                    end: LONG,
                    ..World::new(model, seed)
                },
                vec![program],
            );
            let Count {
                app_waits: mut waits,
                rejected,
                accepted,
            } = counts.programs[0].clone();
            waits.sort_by(f64::total_cmp);
            let p99 = waits[waits.len() * 99 / 100];
            assert!(
                waits.len() > 1_000 && p99 <= 100.0,
                "{model:?} {seed}: {p99} ms"
            );
            assert!(
                rejected == 0 && accepted as f64 >= 97.0 * counts.duration,
                "{model:?} {seed}"
            );
        }
    }
}

/// Three workers of a queue and an app, as in `tests/bullmq/rate.test.mjs`.
#[cfg(feature = "redis")]
#[test]
fn processes_that_share_the_slots_use_95_percent_without_a_429() {
    for (model, worst) in for_each_model(
        |world| world,
        || {
            let first = clerk_metadata_bulk_simulator::scenario::redis_script(LIMIT);
            let others = [1, 2].map(|process| Program::new(first.other_process(process)));
            let app = Program {
                workers: 0,
                app_rate: 30.0,
                ..Program::new(first.other_process(3))
            };
            let mut programs = vec![Program::new(first), app];
            programs.extend(others);
            programs
        },
    ) {
        assert!(worst.together >= 95.0, "{model:?} {worst:?}");
        assert_eq!(worst.rejected, 0, "{model:?} {worst:?}");
    }
}
