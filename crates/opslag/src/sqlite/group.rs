//! Group commit: callers that wait for the writer have their sets committed together, with one sync for all.
//!
//! Each caller leaves its sets in the queue and asks for the writer. Whoever gets it commits everything in the queue
//! and hands out the answers; the others find theirs when their turn comes.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rusqlite::Connection;

use super::commit::{Answer, Encoded, commit};
use super::fault::Fault;

/// The sets of one caller, and their answers once they are on disk.
#[derive(Debug)]
pub(super) struct Job {
    sets: Vec<Encoded>,
    answers: Mutex<Option<Vec<Answer>>>,
}

impl Job {
    /// The answers, when another caller committed the sets.
    pub(super) fn answers(&self) -> Option<Vec<Answer>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Sets that wait for the writer, in order of arrival.
#[derive(Debug)]
pub(super) struct Group {
    waiting: Mutex<Vec<Arc<Job>>>,
    together: bool,
}

impl Group {
    /// An empty queue; with `together` off everyone commits only its own sets.
    pub(super) fn new(together: bool) -> Self {
        Self { waiting: Mutex::default(), together }
    }

    /// Puts the sets of a caller in the queue.
    pub(super) fn enter(&self, sets: Vec<Encoded>) -> Arc<Job> {
        let job = Arc::new(Job { sets, answers: Mutex::new(None) });
        if self.together {
            self.queue().push(Arc::clone(&job));
        }
        job
    }

    /// Commits the caller's own sets and all that wait beside them. After a fault the others are back in the queue, to
    /// try for themselves.
    pub(super) fn commit(&self, conn: &mut Connection, own: &Arc<Job>) -> Result<Vec<Answer>, Fault> {
        let mut jobs = std::mem::take(&mut *self.queue());
        // A caller that panicked with the queue in hand has lost it; each caller still answers for its own sets.
        if !jobs.iter().any(|job| Arc::ptr_eq(job, own)) {
            jobs.push(Arc::clone(own));
        }
        let sets: Vec<&Encoded> = jobs.iter().flat_map(|job| &job.sets).collect();
        match commit(conn, &sets) {
            Ok(answers) => Ok(hand_out(&jobs, own, answers)),
            Err(fault) => {
                jobs.retain(|job| !Arc::ptr_eq(job, own));
                self.queue().splice(..0, jobs);
                Err(fault)
            }
        }
    }

    fn queue(&self) -> MutexGuard<'_, Vec<Arc<Job>>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Gives each job the answers to its sets, and the caller its own.
fn hand_out(jobs: &[Arc<Job>], own: &Arc<Job>, answers: Vec<Answer>) -> Vec<Answer> {
    let mut answers = answers.into_iter();
    let mut mine = Vec::new();
    for job in jobs {
        let part: Vec<Answer> = answers.by_ref().take(job.sets.len()).collect();
        if Arc::ptr_eq(job, own) {
            mine = part;
        } else {
            *job.answers.lock().unwrap_or_else(PoisonError::into_inner) = Some(part);
        }
    }
    mine
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::conformance::sample::inserting;
    use crate::sqlite::schema::migrate;
    use crate::store::Rejection;

    fn sets(ids: &[u128]) -> Vec<Encoded> {
        ids.iter().map(|id| Encoded::new(inserting(*id, &id.to_string(), 1)).unwrap()).collect()
    }

    #[test]
    fn one_commits_for_all_and_each_gets_its_own_answers() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        let group = Group::new(true);
        let (first, own, last) = (group.enter(sets(&[1, 2])), group.enter(sets(&[2, 3])), group.enter(sets(&[4])));
        let answers = group.commit(&mut conn, &own).unwrap();
        assert_eq!(answers.first(), Some(&Err(Rejection::Duplicate)));
        assert!(answers.get(1).is_some_and(Result::is_ok));
        assert_eq!(first.answers().map(|a| a.iter().all(Result::is_ok)), Some(true));
        assert_eq!(last.answers().map(|a| a.len()), Some(1));
        assert!(own.answers().is_none(), "the caller has them already");
    }

    #[test]
    fn a_fault_is_of_one_caller_and_the_others_try_again() {
        let mut conn = Connection::open_in_memory().unwrap();
        let group = Group::new(true);
        let (other, own) = (group.enter(sets(&[1])), group.enter(sets(&[2])));
        group.commit(&mut conn, &own).unwrap_err();
        assert!(other.answers().is_none());
        migrate(&mut conn).unwrap();
        assert!(group.commit(&mut conn, &other).unwrap().iter().all(Result::is_ok));
        let found: i64 = conn.query_row("SELECT count(*) FROM eigen_nummer", (), |row| row.get(0)).unwrap();
        assert_eq!(found, 1, "the failed caller's set was not committed behind its back");
    }
}
