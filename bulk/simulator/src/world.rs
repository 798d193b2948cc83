//! Programs that send requests to a server, in virtual time.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use crate::random::Random;
use crate::server::{Model, RetryAfter, Server, WINDOW};
use crate::strategy::{Response, Strategy, Wish};

/// A host's clock.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Clock {
    /// It shows the time.
    Real,
    /// It never moves.
    Stopped,
    /// It stands still except when a response arrives, as in a Worker.
    Responses,
    /// It is changed by `by` at `at`.
    Jump { at: f64, by: f64 },
}

/// A program.
pub struct Program {
    /// What decides when it sends.
    pub strategy: Box<dyn Strategy>,
    /// How many requests it has at once.
    pub workers: usize,
    /// When it starts.
    pub start: f64,
    /// Its clock.
    pub clock: Clock,
    /// Its event loop stands still for two seconds in every minute.
    pub has_stalls: bool,
    /// Its timers fire at multiples of this time.
    pub timer_resolution: f64,
    /// The share of its requests that change one user, who other programs change too.
    pub contended_share: f64,
    /// Calls per second of the app in the same process.
    pub app_rate: f64,
    /// The share of its requests that get no response, and then time out.
    pub lost_share: f64,
}

impl Program {
    /// A program with 64 workers.
    pub fn new(strategy: impl Strategy + 'static) -> Program {
        Program {
            strategy: Box::new(strategy),
            workers: 64,
            start: 0.0,
            clock: Clock::Real,
            has_stalls: false,
            timer_resolution: 1.0,
            contended_share: 0.0,
            app_rate: 0.0,
            lost_share: 0.0,
        }
    }
}

/// What programs send to.
#[derive(Debug, Clone, Copy)]
pub struct World {
    /// The kind of window.
    pub model: Model,
    /// What a 429 says.
    pub retry_after: RetryAfter,
    /// The requests of a window.
    pub limit: usize,
    /// The shortest and longest round trip, in milliseconds.
    pub round_trip: (f64, f64),
    /// Requests per second of other clients.
    pub others: f64,
    /// Until when other clients send requests.
    pub others_until: f64,
    /// From when on requests are counted.
    pub counted_from: f64,
    /// The end of the simulation.
    pub end: f64,
    /// Everything random follows from it.
    pub seed: u64,
}

impl World {
    /// A world without other clients.
    pub fn new(model: Model, seed: u64) -> World {
        World {
            model,
            retry_after: RetryAfter::Seconds,
            limit: 1_000,
            round_trip: (80.0, 160.0),
            others: 0.0,
            others_until: f64::INFINITY,
            counted_from: 0.0,
            end: 300_000.0,
            seed,
        }
    }
}

/// What happened to the requests of a program.
#[derive(Debug, Clone, Default)]
pub struct Count {
    /// Accepted requests.
    pub accepted: usize,
    /// Requests with the status 429.
    pub rejected: usize,
    /// How long each call of the app waited, in milliseconds.
    pub app_waits: Vec<f64>,
}

/// The result of a simulation.
#[derive(Debug, Default)]
pub struct Counts {
    /// Of each program.
    pub programs: Vec<Count>,
    /// Of the other clients.
    pub others: Count,
    /// In seconds.
    pub duration: f64,
}

impl Counts {
    /// Accepted requests per second of a program.
    pub fn rate(&self, program: usize) -> f64 {
        self.programs[program].accepted as f64 / self.duration
    }

    /// The share of the requests of other clients that was rejected.
    pub fn others_rejected(&self) -> f64 {
        let Count {
            accepted, rejected, ..
        } = self.others;
        rejected as f64 / ((accepted + rejected) as f64).max(1.0)
    }
}

#[derive(Debug)]
enum Kind {
    Poll(Wish),
    AppCall,
    Arrival(Wish),
    Response(Wish, Response),
    Other,
    Contender,
}

#[derive(Debug)]
struct Event {
    time: f64,
    order: u64,
    program: usize,
    kind: Kind,
}

impl PartialEq for Event {
    fn eq(&self, other: &Event) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Event {}
impl PartialOrd for Event {
    fn partial_cmp(&self, other: &Event) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Event {
    fn cmp(&self, other: &Event) -> Ordering {
        other
            .time
            .total_cmp(&self.time)
            .then(other.order.cmp(&self.order))
    }
}

struct Run {
    world: World,
    random: Random,
    events: BinaryHeap<Event>,
    order: u64,
    next_user: u32,
}

/// The user that other programs change too.
const CONTENDED: u32 = 0;
const TIMEOUT: f64 = 30_000.0;
const STALL: f64 = 2_000.0;
const STALL_EVERY: f64 = 60_000.0;

impl Run {
    fn at(&mut self, time: f64, program: usize, kind: Kind) {
        self.order += 1;
        let order = self.order;
        self.events.push(Event {
            time,
            order,
            program,
            kind,
        });
    }

    fn wish(&mut self, worker: usize, program: &Program, is_app: bool) -> Wish {
        self.next_user += 1;
        let is_contended =
            program.contended_share > 0.0 && self.random.unit() < program.contended_share;
        let user = Some(if is_contended {
            CONTENDED
        } else {
            self.next_user
        });
        Wish {
            worker,
            user,
            is_app,
        }
    }
}

/// Runs programs against a server.
pub fn run(world: World, mut programs: Vec<Program>) -> Counts {
    let mut random = Random::new(world.seed);
    let phase = random.between(0.0, WINDOW);
    let stall_phase = random.between(0.0, STALL_EVERY);
    let mut server = Server::new(world.model, world.retry_after, world.limit, phase);
    let mut counts = Counts {
        programs: vec![Count::default(); programs.len()],
        duration: (world.end - world.counted_from) / 1_000.0,
        ..Counts::default()
    };
    let mut run = Run {
        world,
        random,
        events: BinaryHeap::new(),
        order: 0,
        next_user: CONTENDED,
    };
    let mut app_calls: Vec<Vec<f64>> = vec![Vec::new(); programs.len()];
    let mut response_times = vec![0.0; programs.len()];
    for (index, program) in programs.iter().enumerate() {
        for worker in 0..program.workers {
            let wish = run.wish(worker, program, false);
            run.at(program.start, index, Kind::Poll(wish));
        }
        if program.app_rate > 0.0 {
            run.at(program.start, index, Kind::AppCall);
        }
        if program.contended_share > 0.0 {
            run.at(0.0, index, Kind::Contender);
        }
    }
    if world.others > 0.0 {
        run.at(0.0, 0, Kind::Other);
    }
    while let Some(Event {
        time: now,
        program: index,
        kind,
        ..
    }) = run.events.pop()
    {
        if now > world.end {
            break;
        }
        let is_counted = now >= world.counted_from;
        let program = &mut programs[index];
        // A program that stands still handles its events afterwards.
        let stall_start = ((now - stall_phase) / STALL_EVERY).floor() * STALL_EVERY + stall_phase;
        let is_event_of_program =
            matches!(kind, Kind::Poll(_) | Kind::Response(..) | Kind::AppCall);
        if program.has_stalls && is_event_of_program && now < stall_start + STALL {
            run.at(stall_start + STALL, index, kind);
            continue;
        }
        if let Kind::Response(..) = kind {
            response_times[index] = now;
        }
        let clock = match program.clock {
            Clock::Real => now,
            Clock::Stopped => 0.0,
            Clock::Responses => response_times[index],
            Clock::Jump { at, by } if now >= at => now + by,
            Clock::Jump { .. } => now,
        };
        match kind {
            Kind::Poll(wish) => match program.strategy.poll(clock, wish) {
                Some(wait) => {
                    let resolution = program.timer_resolution;
                    // Node.js rounds to a millisecond, and fires up to a millisecond late.
                    let fire = ((now + wait.max(1.0)) / resolution).ceil() * resolution;
                    let late = run.random.between(0.0, 1.0);
                    run.at(fire + late, index, Kind::Poll(wish));
                }
                None => {
                    if wish.is_app {
                        let started = app_calls[index][wish.worker - program.workers];
                        counts.programs[index].app_waits.push(now - started);
                    }
                    let (low, high) = world.round_trip;
                    let way = run.random.between(low, high) / 2.0;
                    run.at(now + way, index, Kind::Arrival(wish));
                }
            },
            Kind::Arrival(wish) => {
                let response = server.request(now, wish.user);
                if is_counted {
                    let count = &mut counts.programs[index];
                    if response.is_ok() {
                        count.accepted += 1;
                    } else {
                        count.rejected += 1;
                    }
                }
                let (low, high) = world.round_trip;
                let way = run.random.between(low, high) / 2.0;
                let is_lost = program.lost_share > 0.0 && run.random.unit() < program.lost_share;
                let (way, response) = if is_lost {
                    (TIMEOUT, None)
                } else {
                    (way, Some(response))
                };
                run.at(now + way, index, Kind::Response(wish, response));
            }
            Kind::Response(wish, response) => {
                program.strategy.end(clock, wish.worker, &response);
                let is_done = matches!(response, Some(Ok(())));
                if is_done && wish.is_app {
                    continue;
                }
                let next = if is_done {
                    run.wish(wish.worker, program, false)
                } else {
                    wish
                };
                run.at(now, index, Kind::Poll(next));
            }
            Kind::AppCall => {
                let calls = &mut app_calls[index];
                let worker = program.workers + calls.len();
                calls.push(now);
                let wish = run.wish(worker, program, true);
                run.at(now, index, Kind::Poll(wish));
                let gap = -run.random.unit().max(1e-9).ln() * 1_000.0 / program.app_rate;
                run.at(now + gap, index, Kind::AppCall);
            }
            Kind::Other => {
                let is_accepted = server.request(now, None).is_ok();
                if is_counted {
                    if is_accepted {
                        counts.others.accepted += 1;
                    } else {
                        counts.others.rejected += 1;
                    }
                }
                let gap = run.random.between(0.5, 1.5) * 1_000.0 / run.world.others;
                if now < world.others_until {
                    run.at(now + gap, 0, Kind::Other);
                }
            }
            Kind::Contender => {
                // Ten changes of one user fill its window.
                let _ = server.request(now, Some(CONTENDED));
                run.at(now + 500.0, index, Kind::Contender);
            }
        }
    }
    counts
}
