//! Group commit: callers that come while a commit runs have their sets committed together, with one sync for all.
//!
//! Each caller leaves its sets in the queue. When nobody commits, it commits everything in the queue and hands out the
//! answers; else it waits until its answer is there or the committing caller is done. A caller whose sets are on disk
//! never waits for a commit that came after.

use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use super::commit::{Answer, Encoded};

/// The sets of one caller, and their answers once they are on disk.
#[derive(Debug)]
struct Job {
    sets: Vec<Encoded>,
    answers: Mutex<Option<Vec<Answer>>>,
}

impl Job {
    fn answers(&self) -> MutexGuard<'_, Option<Vec<Answer>>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[derive(Debug, Default)]
struct State {
    waiting: VecDeque<Arc<Job>>,
    /// Whether a caller commits.
    busy: bool,
}

/// Sets that wait for the writer, in order of arrival.
#[derive(Debug)]
pub(super) struct Group {
    state: Mutex<State>,
    done: Condvar,
    together: bool,
}

/// What the committing caller took. However its commit ends, the jobs without answers go back in the queue, to be tried
/// by their own callers, and somebody else can commit.
struct Taken<'g> {
    group: &'g Group,
    jobs: Vec<Arc<Job>>,
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        let mut state = self.group.state();
        for job in self.jobs.drain(..).rev() {
            if job.answers().is_none() {
                state.waiting.push_front(job);
            }
        }
        state.busy = false;
        drop(state);
        self.group.done.notify_all();
    }
}

impl Group {
    /// An empty queue; with `together` off everyone commits only its own sets.
    pub(super) fn new(together: bool) -> Self {
        Self { state: Mutex::default(), done: Condvar::new(), together }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Has the sets committed, by `write` or by the `write` of another caller; the answers in their order. An error is of
    /// the caller's own attempt.
    pub(super) fn commit<E>(
        &self,
        sets: Vec<Encoded>,
        write: impl FnOnce(&[&Encoded]) -> Result<Vec<Answer>, E>,
    ) -> Result<Vec<Answer>, E> {
        if !self.together {
            return write(&sets.iter().collect::<Vec<_>>());
        }
        let own = Arc::new(Job { sets, answers: Mutex::new(None) });
        let mut state = self.state();
        state.waiting.push_back(Arc::clone(&own));
        while state.busy {
            state = self.done.wait(state).unwrap_or_else(PoisonError::into_inner);
            if let Some(answers) = own.answers().take() {
                return Ok(answers);
            }
        }
        state.busy = true;
        let jobs: Vec<_> = state.waiting.drain(..).collect();
        drop(state);
        let mut taken = Taken { group: self, jobs };
        let sets: Vec<&Encoded> = taken.jobs.iter().flat_map(|job| &job.sets).collect();
        match write(&sets) {
            Ok(answers) => {
                let mut answers = answers.into_iter();
                for job in &taken.jobs {
                    let part: Vec<Answer> = answers.by_ref().take(job.sets.len()).collect();
                    *job.answers() = Some(part);
                }
                drop(taken);
                let mine = own.answers().take();
                Ok(mine.unwrap_or_default())
            }
            Err(fault) => {
                // The caller gets its fault; its sets are not tried again behind its back.
                taken.jobs.retain(|job| !Arc::ptr_eq(job, &own));
                Err(fault)
            }
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use rusqlite::Connection;

    use super::*;
    use crate::conformance::sample::inserting;
    use crate::sqlite::commit::commit;
    use crate::sqlite::fault::Fault;
    use crate::sqlite::schema::migrate;
    use crate::store::Rejection;

    fn sets(ids: &[u128]) -> Vec<Encoded> {
        ids.iter().map(|id| Encoded::new(inserting(*id, &id.to_string(), 1)).unwrap()).collect()
    }

    /// Waits until so many callers stand in the queue.
    fn until_waiting(group: &Group, n: usize) {
        while group.state().waiting.len() < n {
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn one_commits_for_all_that_wait_and_each_gets_its_own_answers() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        let (conn, group, commits) = (Mutex::new(conn), Group::new(true), AtomicUsize::new(0));
        let write = |sets: &[&Encoded]| {
            // The first one holds the writer until all others wait behind it.
            if commits.fetch_add(1, Ordering::SeqCst) == 0 {
                until_waiting(&group, 3);
            }
            commit(&mut conn.lock().unwrap(), sets)
        };
        std::thread::scope(|scope| {
            let first = scope.spawn(|| group.commit(sets(&[1]), write).unwrap());
            while !group.state().busy {
                std::thread::sleep(Duration::from_millis(1));
            }
            let others: Vec<_> = [vec![1, 2], vec![3], vec![4, 5]]
                .into_iter()
                .map(|ids| {
                    let (group, write) = (&group, &write);
                    scope.spawn(move || (group.commit(sets(&ids), write).unwrap(), ids))
                })
                .collect();
            assert!(first.join().unwrap().iter().all(Result::is_ok));
            for other in others {
                let (answers, ids) = other.join().unwrap();
                assert_eq!(answers.len(), ids.len());
                let duplicate = answers.first() == Some(&Err(Rejection::Duplicate));
                assert_eq!(duplicate, ids.contains(&1), "{ids:?}");
            }
        });
        assert_eq!(commits.load(Ordering::SeqCst), 2, "one for the first, one for all others");
    }

    #[test]
    fn a_fault_is_of_one_caller_and_the_others_try_for_themselves() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        let (conn, group) = (Mutex::new(conn), Group::new(true));
        std::thread::scope(|scope| {
            let failing = scope.spawn(|| {
                group.commit(sets(&[1]), |_| {
                    until_waiting(&group, 1);
                    Err::<Vec<Answer>, _>("a disk that fails")
                })
            });
            while !group.state().busy {
                std::thread::sleep(Duration::from_millis(1));
            }
            let other = scope.spawn(|| group.commit(sets(&[2]), |sets| commit(&mut conn.lock().unwrap(), sets)));
            assert_eq!(failing.join().unwrap(), Err("a disk that fails"));
            assert!(other.join().unwrap().unwrap().iter().all(Result::is_ok));
        });
        let conn = conn.into_inner().unwrap();
        let found: i64 = conn.query_row("SELECT count(*) FROM eigen_nummer", (), |row| row.get(0)).unwrap();
        assert_eq!(found, 1, "the failed caller's set was not committed behind its back");
    }

    #[test]
    fn a_caller_that_panics_does_not_keep_the_writer() {
        let mut conn = Connection::open_in_memory().unwrap();
        migrate(&mut conn).unwrap();
        let group = Group::new(true);
        let broken = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            group.commit(sets(&[1]), |_| -> Result<Vec<Answer>, Fault> { std::panic::panic_any("x") })
        }));
        assert!(broken.is_err());
        let answers = group.commit(sets(&[2]), |sets| commit(&mut conn, sets)).unwrap();
        // What the broken caller left is committed beside it, as after any end of a caller that waits.
        assert!(answers.iter().all(Result::is_ok));
    }
}
