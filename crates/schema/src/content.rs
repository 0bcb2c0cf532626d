//! Where a validator stands inside a sequence.
//!
//! Every name occurs once in a sequence (the loader sees to that), so a position and a count say it all. After a fault
//! the state goes on in a way that finds later faults without inventing new ones.

use crate::model::{ComplexType, Particle};
use crate::names::NameId;

/// Position in the sequence of one open element.
#[derive(Debug, Default, Clone, Copy)]
pub struct Progress {
    position: usize,
    count: u32,
}

/// What a child element means at this point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// In place.
    Fits,
    /// In place, but required elements before it are missing: up to `to`.
    Skipped {
        /// Particle that was found.
        to: usize,
    },
    /// Once more than allowed.
    TooMany,
    /// Belongs earlier in the sequence.
    Late,
}

impl Progress {
    /// The element most likely to come next: the same again when it repeats, else the one after it.
    pub fn likely(self, ty: &ComplexType) -> Option<NameId> {
        let here = ty.particles.get(self.position)?;
        let again = self.count == 0 || here.max.is_none();
        if again { Some(here.name) } else { ty.particles.get(self.position + 1).map(|p| p.name) }
    }

    /// Moves on to a child; `None` when the sequence has no such element. The count of the particle so far is the second
    /// part (one-based ordinal of this child).
    pub fn advance(&mut self, ty: &ComplexType, name: NameId) -> Option<(Step, Particle, u32)> {
        let ahead = ty.particles.iter().skip(self.position).position(|p| p.name == name);
        let found = match ahead {
            Some(steps) => self.position + steps,
            None => ty.particles.iter().position(|p| p.name == name)?,
        };
        let particle = *ty.particles.get(found)?;
        if found < self.position {
            return Some((Step::Late, particle, 0));
        }
        if found == self.position {
            self.count += 1;
            let step = if particle.max.is_some_and(|max| self.count > max) { Step::TooMany } else { Step::Fits };
            return Some((step, particle, self.count));
        }
        let incomplete = self.missing_until(ty, found).next().is_some();
        (self.position, self.count) = (found, 1);
        let step = if incomplete { Step::Skipped { to: found } } else { Step::Fits };
        Some((step, particle, 1))
    }

    /// Required particles from here up to `until` that have not occurred often enough.
    pub fn missing_until(self, ty: &ComplexType, until: usize) -> impl Iterator<Item = &Particle> {
        ty.particles.iter().enumerate().take(until).skip(self.position).filter_map(move |(index, particle)| {
            let occurred = if index == self.position { self.count } else { 0 };
            (occurred < particle.min).then_some(particle)
        })
    }

    /// What may come next: everything up to and including the first that must. The flag says that the end may come too.
    pub fn expected(self, ty: &ComplexType) -> (Vec<NameId>, bool) {
        let mut names = Vec::new();
        for (index, particle) in ty.particles.iter().enumerate().skip(self.position) {
            let occurred = if index == self.position { self.count } else { 0 };
            if particle.max.is_none_or(|max| occurred < max) {
                names.push(particle.name);
            }
            if occurred < particle.min {
                return (names, false);
            }
        }
        (names, true)
    }
}
