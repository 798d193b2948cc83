//! The state of a limiter as text, for a host that loses its memory: a Durable Object is evicted, and comes back later.
//!
//! ```text
//! limiter 1 1790000000000         the version, and the time since 1970 at which it was saved
//! capacity 60000 600000 -1 …      the numbers of a part, all of them whole and most of them ages in milliseconds
//! sent 512 105 =user_1            a request in flight, and the user that it changes
//! ```
//!
//! Requests that wait are not saved: their hosts enqueue them again. Neither is what is known of the cause of a 429.

/// The first word and the version.
const HEADER: [&str; 2] = ["limiter", "1"];

/// Writes the lines.
pub struct Writer {
    out: String,
}

impl Writer {
    /// The text of a limiter that is saved at this time.
    pub fn new(epoch_ms: f64) -> Writer {
        let [name, version] = HEADER;
        let epoch = (epoch_ms as i64).to_string();
        let mut out = [name, version, &epoch].join(" ");
        out.push('\n');
        Writer { out }
    }

    /// Appends a line. A user whose ID contains white space is left out.
    pub fn push(&mut self, name: &str, numbers: &[i64], user: Option<&str>) {
        self.out.push_str(name);
        for number in numbers {
            self.out.push(' ');
            self.out.push_str(&number.to_string());
        }
        if let Some(user) = user.filter(|user| !user.contains(char::is_whitespace)) {
            self.out.push_str(" =");
            self.out.push_str(user);
        }
        self.out.push('\n');
    }

    /// The text.
    pub fn finish(self) -> String {
        self.out
    }
}

/// A line.
pub struct Line<'a> {
    /// The part of the limiter.
    pub name: &'a str,
    /// See [`Line::number`].
    numbers: Vec<i64>,
    /// The user.
    pub user: Option<&'a str>,
}

impl<'a> Line<'a> {
    fn read(line: &'a str) -> Line<'a> {
        let mut words = line.split_ascii_whitespace();
        let name = words.next().unwrap_or_default();
        let mut numbers = Vec::new();
        let mut user = None;
        for word in words {
            match word.strip_prefix('=') {
                Some(id) => user = Some(id),
                None => numbers.push(word.parse().unwrap_or(0)),
            }
        }
        Line {
            name,
            numbers,
            user,
        }
    }

    /// A number; 0 if it is missing.
    pub fn number(&self, index: usize) -> f64 {
        self.numbers.get(index).copied().unwrap_or(0) as f64
    }

    /// A number as a count.
    pub fn count(&self, index: usize) -> usize {
        self.numbers
            .get(index)
            .and_then(|&number| usize::try_from(number).ok())
            .unwrap_or(0)
    }

    /// The numbers after the first ones.
    pub fn rest(&self, first: usize) -> impl Iterator<Item = f64> {
        self.numbers.iter().skip(first).map(|&number| number as f64)
    }
}

/// The lines of a text, and the milliseconds since it was saved. `None` if it has another version.
pub fn read(text: &str, epoch_ms: f64) -> Option<(impl Iterator<Item = Line<'_>>, f64)> {
    let mut lines = text.lines();
    let mut header = lines.next()?.split(' ');
    for expected in HEADER {
        if header.next() != Some(expected) {
            return None;
        }
    }
    let saved: i64 = header.next()?.parse().ok()?;
    Some((
        lines.map(Line::read),
        (epoch_ms - saved as f64).clamp(0.0, MAX_AGE),
    ))
}

/// Nothing that is older still counts.
const MAX_AGE: f64 = 1e9;

#[cfg(test)]
mod tests {
    #![allow(clippy::indexing_slicing, reason = "a test may fail")]

    use crate::limiter::{Decision, Limiter, Outcome, Priority, Ticket};

    const WINDOW: f64 = 10_000.0;

    /// Sends requests until one must wait. Returns the tickets.
    fn fill(limiter: &mut Limiter, now: &mut f64, user: impl Fn(usize) -> String) -> Vec<Ticket> {
        let mut tickets = Vec::new();
        for index in 0..1_000 {
            let ticket = limiter.enqueue(*now, Some(&user(index)), Priority::App);
            let mut decision = limiter.poll(*now, ticket);
            for _ in 0..20 {
                let Decision::Wait(wait) = decision else {
                    break;
                };
                if wait >= 1_000.0 {
                    limiter.cancel(ticket);
                    return tickets;
                }
                *now += wait;
                decision = limiter.poll(*now, ticket);
            }
            assert_eq!(decision, Decision::Send);
            tickets.push(ticket);
        }
        tickets
    }

    /// Saves and restores after `away`, with a host whose clock starts at 0 again.
    fn evict(limiter: &mut Limiter, requests: u32, now: f64, away: f64) -> Limiter {
        let text = limiter.save(now, 1_790_000_000_000.0 + now);
        Limiter::restore(requests, WINDOW, &text, 1_790_000_000_000.0 + now + away)
    }

    fn first_wait(limiter: &mut Limiter, now: f64) -> Decision {
        let ticket = limiter.enqueue(now, None, Priority::App);
        let decision = limiter.poll(now, ticket);
        limiter.cancel(ticket);
        decision
    }

    #[test]
    fn the_slots_of_requests_are_kept() {
        let mut limiter = Limiter::new(100, WINDOW);
        let mut now = 0.0;
        let tickets = fill(&mut limiter, &mut now, |index| format!("user_{index}"));
        assert_eq!(tickets.len(), 100);
        for &ticket in tickets.iter().take(60) {
            limiter.end(now, ticket, Outcome::Accepted);
        }
        let mut limiter = evict(&mut limiter, 100, now, 4_000.0);
        assert_eq!(first_wait(&mut limiter, 0.0), Decision::Wait(1_000.0));
        // Those that had ended hold their slots for 6 more seconds, those in flight until a window after their end.
        limiter.end(0.0, tickets[60], Outcome::Accepted);
        limiter.end(0.0, tickets[60], Outcome::Accepted);
        assert_eq!(first_wait(&mut limiter, 5_899.0), Decision::Wait(101.0));
        let mut later = 6_000.0;
        let sent = fill(&mut limiter, &mut later, |index| format!("user_a{index}"));
        assert_eq!(sent.len(), 60 + 1);
        assert!(sent.iter().all(|ticket| !tickets.contains(ticket)));
    }

    #[test]
    fn after_a_window_without_memory_everything_is_free() {
        let mut limiter = Limiter::new(100, WINDOW);
        let mut now = 0.0;
        for ticket in fill(&mut limiter, &mut now, |index| format!("user_{index}")) {
            limiter.end(now, ticket, Outcome::Accepted);
        }
        let mut limiter = evict(&mut limiter, 100, now, WINDOW);
        assert_eq!(first_wait(&mut limiter, 0.0), Decision::Send);
    }

    #[test]
    fn a_pause_and_the_capacity_are_kept() {
        let mut limiter = Limiter::new(100, WINDOW);
        let mut now = 0.0;
        let tickets = fill(&mut limiter, &mut now, |index| format!("user_{index}"));
        for (index, &ticket) in tickets.iter().enumerate() {
            let outcome = match index {
                ..50 => Outcome::Accepted,
                _ => Outcome::RateLimited(Some(7_000.0)),
            };
            limiter.end(now, ticket, outcome);
        }
        let capacity = limiter.capacity();
        assert!((25..60).contains(&capacity), "{capacity}");
        let mut limiter = evict(&mut limiter, 100, now, 2_000.0);
        assert_eq!(limiter.capacity(), capacity);
        assert_eq!(limiter.paused_for(0.0), 5_000.0);
        assert_eq!(first_wait(&mut limiter, 0.0), Decision::Wait(1_000.0));
    }

    #[test]
    fn the_changes_of_a_user_are_kept() {
        let mut limiter = Limiter::new(1_000, WINDOW);
        let mut now = 0.0;
        for _ in 0..9 {
            let ticket = limiter.enqueue(now, Some("user_1"), Priority::App);
            while let Decision::Wait(wait) = limiter.poll(now, ticket) {
                now += wait;
            }
            limiter.end(now, ticket, Outcome::Accepted);
        }
        let mut limiter = evict(&mut limiter, 1_000, now, 3_000.0);
        let ticket = limiter.enqueue(0.0, Some("user_1"), Priority::App);
        assert_eq!(limiter.poll(0.0, ticket), Decision::Wait(1_000.0));
        let other = limiter.enqueue(0.0, Some("user_2"), Priority::App);
        assert_eq!(limiter.poll(0.0, other), Decision::Send);
    }

    #[test]
    fn another_rate_applies_when_it_is_restored() {
        let mut limiter = Limiter::new(100, WINDOW);
        assert_eq!(evict(&mut limiter, 600, 0.0, 0.0).capacity(), 600);
        assert_eq!(evict(&mut limiter, 20, 0.0, 0.0).capacity(), 20);
    }

    #[test]
    fn other_texts_give_a_new_limiter() {
        let many = "9".repeat(400);
        for text in [
            "",
            "limiter 2 0\nended 0 100 100\n",
            "limiter 1 soon\n",
            "[]",
            "limiter 1 0\nended\nsent\nuser\ncapacity\npause\nnonsense 1 2\n",
            &format!("limiter 1 0\nended 0 {many} -5\nsent -5 {many}\ncapacity -1 -1 -1 {many}\n"),
        ] {
            let mut limiter = Limiter::restore(100, WINDOW, text, 1_790_000_000_000.0);
            assert_eq!(limiter.capacity(), 100, "{text}");
            assert_eq!(first_wait(&mut limiter, 0.0), Decision::Send, "{text}");
        }
    }
}
