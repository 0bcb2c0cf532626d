//! Settings that may be replaced while they are in use.

use std::sync::{Arc, PoisonError, RwLock};

use rustls::ServerConfig;

/// The settings that the next connection will get. Clones share them.
#[derive(Debug, Clone)]
pub struct TlsHandvat(Arc<RwLock<Arc<ServerConfig>>>);

impl TlsHandvat {
    /// A handle with these settings.
    pub fn new(config: Arc<ServerConfig>) -> Self {
        Self(Arc::new(RwLock::new(config)))
    }

    /// Replaces the settings; connections that exist keep theirs.
    pub fn vervang(&self, config: Arc<ServerConfig>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = config;
    }

    /// The settings of now.
    pub fn huidig(&self) -> Arc<ServerConfig> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}
