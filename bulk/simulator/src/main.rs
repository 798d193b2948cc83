//! Prints the table that compares the limiter with others.
use clerk_metadata_bulk_simulator::server::{MODELS, WINDOW};
use clerk_metadata_bulk_simulator::strategy::Shipped;
use clerk_metadata_bulk_simulator::world::{Program, World, run};

fn main() {
    let seeds: u64 = std::env::args()
        .nth(1)
        .and_then(|s| s.parse().ok())
        .unwrap_or(20);
    let only = std::env::args().nth(2);
    for model in MODELS {
        let report = |name: &str, make: &dyn Fn(u64) -> (World, Vec<Program>)| {
            if only.as_ref().is_some_and(|o| !name.contains(o.as_str())) {
                return;
            }
            let mut lines = vec![];
            for seed in 0..seeds {
                let (world, programs) = make(seed);
                let c = run(world, programs);
                lines.push((
                    c.rate(0),
                    c.programs[0].rejected,
                    c.others_rejected(),
                    if c.programs.len() > 1 { c.rate(1) } else { 0.0 },
                ));
            }
            let mins = lines
                .iter()
                .fold((f64::MAX, 0, 0f64, f64::MAX, f64::MAX), |a, b| {
                    (
                        a.0.min(b.0),
                        a.1.max(b.1),
                        a.2.max(b.2),
                        a.3.min(b.3),
                        a.4.min(b.0 + b.3),
                    )
                });
            let mean = lines.iter().map(|l| l.0).sum::<f64>() / lines.len() as f64;
            println!(
                "{model:?} {name:30} worst {:.1}/s mean {:.1} max429 {} others {:.2}% second {:.1} together {:.1}",
                mins.0,
                mean,
                mins.1,
                mins.2 * 100.0,
                mins.3,
                mins.4
            );
        };
        let ours = || Program::new(Shipped::new(1_000, WINDOW));
        report("plain", &|seed| (World::new(model, seed), vec![ours()]));
        report("rtt 20..250", &|seed| {
            (
                World {
                    round_trip: (20.0, 250.0),
                    ..World::new(model, seed)
                },
                vec![ours()],
            )
        });
        report("rtt 250", &|seed| {
            (
                World {
                    round_trip: (250.0, 250.0),
                    ..World::new(model, seed)
                },
                vec![ours()],
            )
        });
        report("rtt 20..400", &|seed| {
            (
                World {
                    round_trip: (20.0, 400.0),
                    ..World::new(model, seed)
                },
                vec![ours()],
            )
        });
        report("coarse", &|seed| {
            (
                World::new(model, seed),
                vec![Program {
                    timer_resolution: 10.0,
                    ..ours()
                }],
            )
        });
        report("stalls", &|seed| {
            (
                World::new(model, seed),
                vec![Program {
                    has_stalls: true,
                    ..ours()
                }],
            )
        });
        report("others 20", &|seed| {
            (
                World {
                    others: 20.0,
                    ..World::new(model, seed)
                },
                vec![ours()],
            )
        });
        report("two", &|seed| {
            (World::new(model, seed), vec![ours(), ours()])
        });
        report("two, late", &|seed| {
            (
                World {
                    counted_from: 60_000.0,
                    end: 360_000.0,
                    ..World::new(model, seed)
                },
                vec![
                    ours(),
                    Program {
                        start: 30_000.0,
                        ..ours()
                    },
                ],
            )
        });
    }
}
