//! The one writing thread. What waits for it is committed together, in one transaction with one sync for all.
//!
//! Every change of the store is a job in its queue, in order of arrival. A job that refuses its own change set is taken out
//! of the transaction and tried alone; one under which the store failed is answered with that failure. The others are
//! committed without it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rusqlite::{Connection, Transaction, TransactionBehavior};

use super::fault::{Fault, Faults};
use crate::error::StoreError;

/// Jobs in one transaction at most: everybody in it waits for the last.
const TOGETHER_MAX: usize = 256;

/// How long a group may wait for more at most, whatever a commit takes, and the bounds of how long for the next.
const PATIENCE: Duration = Duration::from_millis(5);
const GAP: (Duration, Duration) = (Duration::from_micros(50), Duration::from_millis(1));

/// What a change leaves behind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keep<T> {
    /// To be committed.
    Yes(T),
    /// Nothing of it may be committed: the change is refused, with this answer.
    No(T),
}

/// A change that waits for the writer.
trait Job: Send {
    /// Runs the change; false when nothing of it may be committed.
    fn run(&mut self, tx: &Transaction<'_>) -> Result<bool, Fault>;

    /// Ends the wait of the caller.
    fn answer(self: Box<Self>, end: Result<(), StoreError>);
}

struct Change<T, F> {
    apply: F,
    result: Option<T>,
    to: SyncSender<Result<T, StoreError>>,
}

impl<T: Send, F: FnMut(&Transaction<'_>) -> Result<Keep<T>, Fault> + Send> Job for Change<T, F> {
    fn run(&mut self, tx: &Transaction<'_>) -> Result<bool, Fault> {
        let (result, keep) = match (self.apply)(tx)? {
            Keep::Yes(result) => (result, true),
            Keep::No(result) => (result, false),
        };
        self.result = Some(result);
        Ok(keep)
    }

    fn answer(self: Box<Self>, end: Result<(), StoreError>) {
        let Change { result, to, .. } = *self;
        // A caller that is gone needs no answer.
        let _ = to.send(end.and_then(|()| result.ok_or(StoreError::Stopped)));
    }
}

/// The thread and its queue.
#[derive(Debug)]
pub(super) struct Writer {
    jobs: Option<Sender<Box<dyn Job>>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread over the writing connection. With `together` off every job has a transaction of its own.
    pub(super) fn start(conn: Connection, faults: Arc<Faults>, together: bool) -> Result<Self, StoreError> {
        let (sender, receiver) = channel();
        let builder = thread::Builder::new().name("opslag".to_owned());
        let thread = builder
            .spawn(move || work(conn, &receiver, &faults, together))
            .map_err(|e| StoreError::Engine { source: e.into() })?;
        Ok(Self { jobs: Some(sender), thread: Some(thread) })
    }

    /// Has a change committed and returns when it is on disk. It may be run more than once; only the last run counts.
    pub(super) fn run<T: Send + 'static>(
        &self,
        change: impl FnMut(&Transaction<'_>) -> Result<Keep<T>, Fault> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (to, answer) = sync_channel(1);
        let job = Box::new(Change { apply: change, result: None, to });
        let jobs = self.jobs.as_ref().ok_or(StoreError::Stopped)?;
        jobs.send(job).map_err(|_| StoreError::Stopped)?;
        answer.recv().unwrap_or(Err(StoreError::Stopped))
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        // The end of the queue is the end of the thread, after what is in it.
        drop(self.jobs.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn work(mut conn: Connection, jobs: &Receiver<Box<dyn Job>>, faults: &Faults, together: bool) {
    let mut load = Load::default();
    while let Ok(first) = jobs.recv() {
        let mut group = vec![first];
        if together {
            gather(jobs, &mut group, load);
        }
        let (size, begin) = (group.len(), Instant::now());
        commit(&mut conn, group, faults);
        load = Load { before: load.last, last: size, took: begin.elapsed() };
    }
}

/// How busy it is: the sizes of the last two groups, and what the last commit took.
#[derive(Debug, Clone, Copy, Default)]
struct Load {
    before: usize,
    last: usize,
    took: Duration,
}

/// Adds what waits. Under load also what comes while more keeps coming, until the group is as large as one just was: most
/// of what a commit costs is the same for one change as for ten, so the slower the disk, the longer it pays to wait. A
/// change that comes alone waits for nobody.
fn gather(jobs: &Receiver<Box<dyn Job>>, group: &mut Vec<Box<dyn Job>>, load: Load) {
    let expected = load.before.max(load.last).min(TOGETHER_MAX);
    let (patience, gap) = ((load.took / 2).min(PATIENCE), (load.took / 8).clamp(GAP.0, GAP.1));
    let begin = Instant::now();
    loop {
        group.extend(jobs.try_iter().take(TOGETHER_MAX - group.len()));
        let left = patience.saturating_sub(begin.elapsed()).min(gap);
        if group.len() >= expected || left.is_zero() {
            return;
        }
        match jobs.recv_timeout(left) {
            Ok(job) => group.push(job),
            Err(_) => return,
        }
    }
}

/// Commits a group, less the jobs that refused their change; these follow one by one, because what they met may not be
/// what is committed.
fn commit(conn: &mut Connection, mut group: Vec<Box<dyn Job>>, faults: &Faults) {
    let mut alone = Vec::new();
    while !group.is_empty() {
        match in_one(conn, &mut group, faults) {
            Ok(()) => group.drain(..).for_each(|job| job.answer(Ok(()))),
            // A refusal by the only job is final: there was nothing else to meet.
            Err(Stop { at, why: None }) if group.len() == 1 => group.remove(at).answer(Ok(())),
            Err(Stop { at, why: None }) => alone.push(group.remove(at)),
            Err(Stop { at, why: Some(error) }) => group.remove(at).answer(Err(error)),
        }
    }
    for job in alone {
        commit(conn, vec![job], faults);
    }
}

/// Why a transaction was rolled back.
struct Stop {
    /// The job under which it happened; the first one when it was the transaction itself.
    at: usize,
    /// The error; none when the job refused its own change.
    why: Option<StoreError>,
}

fn in_one(conn: &mut Connection, jobs: &mut [Box<dyn Job>], faults: &Faults) -> Result<(), Stop> {
    let whole = |fault: Fault| Stop { at: 0, why: Some(faults.writing(fault)) };
    faults.check().map_err(|error| Stop { at: 0, why: Some(error) })?;
    let tx = conn.transaction_with_behavior(TransactionBehavior::Immediate).map_err(|e| whole(e.into()))?;
    for (at, job) in jobs.iter_mut().enumerate() {
        // A fault of the program in one job must not end the thread that all others need.
        let ran = catch_unwind(AssertUnwindSafe(|| job.run(&tx)));
        let why = match ran {
            Ok(Ok(true)) => continue,
            Ok(Ok(false)) => None,
            Ok(Err(fault)) => Some(faults.writing(fault)),
            Err(_) => Some(StoreError::Engine { source: "a change of the store panicked".into() }),
        };
        return Err(Stop { at, why });
    }
    tx.commit().map_err(|e| whole(e.into()))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::*;

    type Wait = Receiver<Result<i64, StoreError>>;

    /// A job and where its answer comes.
    fn job(change: impl FnMut(&Transaction<'_>) -> Result<Keep<i64>, Fault> + Send + 'static) -> (Box<dyn Job>, Wait) {
        let (to, answer) = sync_channel(1);
        (Box::new(Change { apply: change, result: None, to }), answer)
    }

    /// Adds a number and answers with how many there are; an odd count is refused when asked.
    fn add(n: i64, refuse_odd: bool) -> (Box<dyn Job>, Wait) {
        job(move |tx| {
            tx.execute("INSERT INTO t VALUES (?1)", [n])?;
            let count: i64 = tx.query_row("SELECT count(*) FROM t", (), |row| row.get(0))?;
            Ok(if refuse_odd && count % 2 == 1 { Keep::No(count) } else { Keep::Yes(count) })
        })
    }

    /// An empty table, and how often it was committed.
    fn table() -> (Connection, Arc<AtomicUsize>, Arc<Faults>) {
        let mut conn = Connection::open_in_memory().unwrap();
        conn.execute_batch("CREATE TABLE t (n INTEGER PRIMARY KEY)").unwrap();
        let commits = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&commits);
        conn.commit_hook(Some(move || {
            count.fetch_add(1, Ordering::SeqCst);
            false
        }))
        .unwrap();
        (conn, commits, Arc::new(Faults::new("x".into())))
    }

    fn together(conn: &mut Connection, faults: &Faults, jobs: Vec<(Box<dyn Job>, Wait)>) -> Vec<Result<i64, String>> {
        let (jobs, waits): (Vec<_>, Vec<_>) = jobs.into_iter().unzip();
        commit(conn, jobs, faults);
        waits.iter().map(|wait| wait.try_recv().unwrap().map_err(|error| error.to_string())).collect()
    }

    fn numbers(conn: &Connection) -> Vec<i64> {
        let mut found = conn.prepare("SELECT n FROM t ORDER BY n").unwrap();
        found.query_map((), |row| row.get(0)).unwrap().flatten().collect()
    }

    #[test]
    fn what_waits_is_committed_at_once() {
        let (mut conn, commits, faults) = table();
        let answers = together(&mut conn, &faults, (1..=4).map(|n| add(n, false)).collect());
        assert_eq!(answers, [Ok(1), Ok(2), Ok(3), Ok(4)]);
        assert_eq!((numbers(&conn), commits.load(Ordering::SeqCst)), (vec![1, 2, 3, 4], 1));
    }

    #[test]
    fn a_refusal_is_taken_back_and_judged_again_after_the_others() {
        let (mut conn, commits, faults) = table();
        // In the group 7 would be the first, which it refuses; after the others it is the fourth.
        let answers = together(&mut conn, &faults, vec![add(7, true), add(1, false), add(2, false), add(3, false)]);
        assert_eq!(answers, [Ok(4), Ok(1), Ok(2), Ok(3)]);
        assert_eq!((numbers(&conn), commits.load(Ordering::SeqCst)), (vec![1, 2, 3, 7], 2));
        assert_eq!(together(&mut conn, &faults, vec![add(9, true)]), [Ok(5)]);
        assert_eq!(numbers(&conn), [1, 2, 3, 7], "9 stays out");
    }

    #[test]
    fn a_fault_or_a_panic_of_one_is_not_of_the_others() {
        let (mut conn, _, faults) = table();
        let broken = job(|_| std::panic::panic_any("x"));
        let twice = job(|tx| {
            tx.execute("INSERT INTO t VALUES (1)", ())?;
            Ok(Keep::Yes(0))
        });
        let answers = together(&mut conn, &faults, vec![add(1, false), broken, twice, add(2, false)]);
        assert_eq!((&answers[0], &answers[3]), (&Ok(1), &Ok(2)));
        assert!(answers[1].is_err() && answers[2].is_err());
        assert_eq!(numbers(&conn), [1, 2]);
    }

    #[test]
    fn after_a_failed_sync_nobody_is_told_that_it_is_on_disk() {
        let (mut conn, commits, faults) = table();
        let failing = job(|_| {
            Err(Fault::Sql(rusqlite::Error::SqliteFailure(
                rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_IOERR_FSYNC),
                None,
            )))
        });
        let answers = together(&mut conn, &faults, vec![add(1, false), failing, add(2, false)]);
        assert!(answers.iter().all(Result::is_err), "{answers:?}");
        assert_eq!((numbers(&conn), commits.load(Ordering::SeqCst)), (vec![], 0));
    }

    #[test]
    fn callers_from_many_threads_get_their_own_answers() {
        for together in [true, false] {
            let (conn, _, faults) = table();
            let writer = Writer::start(conn, faults, together).unwrap();
            thread::scope(|scope| {
                for n in 0..32 {
                    let writer = &writer;
                    scope.spawn(move || {
                        let answer = writer.run(move |tx| {
                            tx.execute("INSERT INTO t VALUES (?1)", [n])?;
                            Ok(Keep::Yes(n))
                        });
                        assert_eq!(answer.unwrap(), n);
                    });
                }
            });
            let count = writer
                .run(|tx| Ok(Keep::Yes(tx.query_row("SELECT count(*) FROM t", (), |row| row.get::<_, i64>(0))?)))
                .unwrap();
            assert_eq!(count, 32);
        }
    }
}
