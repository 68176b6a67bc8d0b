//! Where the time of a build goes: by stage, and within rendering by output.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use crate::output::ALL;

/// Time since some moment.
pub type Clock = fn() -> Duration;

/// How long each stage of a build took. Without a clock it stays empty.
#[derive(Clone, Debug, Default)]
pub struct Timings {
    clock: Option<Clock>,
    last: Duration,
    /// The stages in their order, by the clock.
    pub stages: Vec<(&'static str, Duration)>,
    /// Outputs with how long all threads together were at them, and how many files they made, the longest first.
    pub outputs: Vec<(&'static str, Duration, u64)>,
}

impl Timings {
    /// Begins now.
    #[must_use]
    pub fn begin(clock: Option<Clock>) -> Self {
        Self {
            clock,
            last: clock.map(|clock| clock()).unwrap_or_default(),
            ..Self::default()
        }
    }

    /// Ends a stage.
    pub fn stage(&mut self, name: &'static str) {
        if let Some(clock) = self.clock {
            let now = clock();
            self.stages.push((name, now.saturating_sub(self.last)));
            self.last = now;
        }
    }

    /// Takes over what rendering came to.
    pub fn outputs(&mut self, tally: &Tally) {
        let outputs = ALL.iter().zip(&tally.spent);
        let spent = outputs.map(|(output, (nanos, files))| {
            let nanos = Duration::from_nanos(nanos.load(Ordering::Relaxed));
            (output.name, nanos, files.load(Ordering::Relaxed))
        });
        self.outputs = spent.filter(|(_, spent, _)| !spent.is_zero()).collect();
        self.outputs
            .sort_by_key(|(name, spent, _)| (std::cmp::Reverse(*spent), *name));
    }
}

/// Time and files of each output, counted on all threads at once.
#[derive(Debug, Default)]
pub struct Tally {
    clock: Option<Clock>,
    /// Nanoseconds and files, in the order of [`ALL`].
    spent: Vec<(AtomicU64, AtomicU64)>,
}

impl Tally {
    /// Counts by `clock`; nothing without one.
    #[must_use]
    pub fn new(clock: Option<Clock>) -> Self {
        let spent = ALL.iter().map(|_| Default::default()).collect();
        Self { clock, spent }
    }

    /// Does something that belongs to an output, by its place in [`ALL`].
    pub fn count<T>(&self, output: usize, action: impl FnOnce() -> T) -> T {
        let (Some(clock), Some((nanos, _))) = (self.clock, self.spent.get(output)) else {
            return action();
        };
        let begun = clock();
        let result = action();
        let spent = clock().saturating_sub(begun).as_nanos();
        nanos.fetch_add(u64::try_from(spent).unwrap_or(u64::MAX), Ordering::Relaxed);
        result
    }

    /// Counts a file of an output that was made, not taken from the last site.
    pub fn made(&self, output: usize) {
        if let Some((_, files)) = self.spent.get(output) {
            files.fetch_add(1, Ordering::Relaxed);
        }
    }
}
