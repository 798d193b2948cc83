//! The outcome of a row.

/// The final status of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The change was sent and accepted.
    Ok,
    /// The values were stored already, so nothing was sent.
    Same,
    /// An earlier run sent the change and was interrupted. The values are stored.
    Recovered,
    /// There is no such user.
    Missing,
    /// A value is not the expected one, so nothing was sent.
    Conflict,
    /// The change was rejected, or had no usable response after several attempts.
    Failed,
}

impl Status {
    /// All of them, in the order of [`Counts`].
    pub const ALL: [Status; 6] = [
        Status::Ok,
        Status::Same,
        Status::Recovered,
        Status::Missing,
        Status::Conflict,
        Status::Failed,
    ];

    /// Its name in a journal and in JavaScript.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Status::Ok => "ok",
            Status::Same => "same",
            Status::Recovered => "recovered",
            Status::Missing => "missing",
            Status::Conflict => "conflict",
            Status::Failed => "failed",
        }
    }

    /// The status with this name.
    #[must_use]
    pub fn named(name: &[u8]) -> Option<Status> {
        Status::ALL
            .into_iter()
            .find(|status| status.name().as_bytes() == name)
    }
}

/// The number of rows with each status.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Counts([u32; 6]);

impl Counts {
    /// Counts a row.
    pub fn add(&mut self, status: Status) {
        let counts = Status::ALL.into_iter().zip(&mut self.0);
        for (_, count) in counts.filter(|(other, _)| *other == status) {
            *count += 1;
        }
    }

    /// The number of rows with a status.
    #[must_use]
    pub fn get(&self, status: Status) -> u32 {
        self.all()
            .find(|(other, _)| *other == status)
            .map_or(0, |(_, count)| count)
    }

    /// The number of rows with each status, in the order of [`Status::ALL`].
    pub fn all(&self) -> impl Iterator<Item = (Status, u32)> {
        Status::ALL.into_iter().zip(self.0)
    }
}

/// Why a row failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The code of the error, such as `form_param_exceeds_allowed_size` or `timeout`.
    pub code: String,
    /// The status of the response, if it had started.
    pub status: Option<u16>,
    /// Clerk's trace ID, if the response had one.
    pub trace_id: Option<String>,
}

impl Failure {
    /// A failure without a response.
    #[must_use]
    pub fn new(code: &str) -> Failure {
        Failure {
            code: code.to_owned(),
            status: None,
            trace_id: None,
        }
    }
}
