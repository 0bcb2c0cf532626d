//! Room in memory for messages that come in: each is held as bytes, as text and as a tree until it is on disk, so that many
//! large ones at a time would take all there is. Large ones wait for room before their bytes are read; small ones pass.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Up to this size a message takes no room, in bytes: the number of connections bounds what these come to.
pub(crate) const KLEIN: u64 = 64 << 10;
/// So many messages of the largest size at a time.
const GROOTSTE: u64 = 4;
/// What one permit stands for, in bytes.
const STUK: u64 = 1 << 10;
/// How long a message waits for room.
const WACHT: Duration = Duration::from_secs(30);

/// Bytes of messages that may be held at a time, over all doors.
#[derive(Debug)]
pub struct Ruimte {
    stukken: Arc<Semaphore>,
    totaal: u32,
    wacht: Duration,
}

/// Room that is taken, until it is dropped. Small messages have none.
pub(crate) type Plaats = Option<OwnedSemaphorePermit>;

/// There was no room for too long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Vol;

impl Ruimte {
    /// For messages of at most so many bytes. A later configuration with larger ones lets these in one by one.
    pub fn nieuw(max_bytes: u64) -> Self {
        let totaal = max_bytes.saturating_mul(GROOTSTE).div_ceil(STUK).min(u64::from(u32::MAX) >> 4);
        let totaal = u32::try_from(totaal).unwrap_or(u32::MAX >> 4).max(1);
        let stukken = usize::try_from(totaal).unwrap_or(Semaphore::MAX_PERMITS).min(Semaphore::MAX_PERMITS);
        Self { stukken: Arc::new(Semaphore::new(stukken)), totaal, wacht: WACHT }
    }

    /// Room for a message of so many bytes; waits for it.
    ///
    /// # Errors
    /// There is none for half a minute.
    pub(crate) async fn neem(&self, bytes: u64) -> Result<Plaats, Vol> {
        if bytes <= KLEIN {
            return Ok(None);
        }
        let stukken = u32::try_from(bytes.div_ceil(STUK)).unwrap_or(u32::MAX).min(self.totaal);
        let vrij = Arc::clone(&self.stukken).acquire_many_owned(stukken);
        match tokio::time::timeout(self.wacht, vrij).await {
            Ok(Ok(plaats)) => Ok(Some(plaats)),
            // The semaphore is never closed.
            Ok(Err(_)) | Err(_) => Err(Vol),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn large_messages_wait_for_each_other_and_small_ones_for_nobody() {
        let max = 1 << 20;
        let ruimte = Ruimte { wacht: Duration::from_millis(50), ..Ruimte::nieuw(max) };
        let mut binnen = Vec::new();
        for _ in 0..4 {
            binnen.push(ruimte.neem(max).await.unwrap());
        }
        assert_eq!(ruimte.neem(KLEIN + 1).await.err(), Some(Vol));
        assert!(ruimte.neem(KLEIN).await.unwrap().is_none());
        binnen.pop();
        let helft = ruimte.neem(max / 2).await.unwrap();
        assert!(helft.is_some());
        assert_eq!(ruimte.neem(max).await.err(), Some(Vol));
        drop(helft);
        assert!(ruimte.neem(max).await.unwrap().is_some());
        // Larger than all there is: alone.
        binnen.clear();
        assert!(ruimte.neem(u64::MAX).await.unwrap().is_some());
    }
}
