//! Collects findings up to a cap.

use crate::finding::{Finding, Place, Source};

/// Findings so far.
#[derive(Debug, Default)]
pub struct Reporter {
    pub findings: Vec<Finding>,
    pub truncated: bool,
    cap: usize,
}

impl Reporter {
    pub fn new(cap: usize) -> Self {
        Self { findings: Vec::new(), truncated: false, cap }
    }

    /// Adds a finding; texts are made only when there is room.
    pub fn add(&mut self, source: Source, offset: usize, place: Place, text: impl FnOnce() -> (String, String)) {
        if self.findings.len() >= self.cap {
            self.truncated = true;
            return;
        }
        let (path, message) = text();
        self.findings.push(Finding { source, offset, place, path, message });
    }
}
