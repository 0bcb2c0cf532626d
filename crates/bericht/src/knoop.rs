//! Any message of any release as typed values: read from a tree, written by its schema.
//!
//! The views beside this file hold what rules look at. This one holds all of a message, whatever its number and release,
//! with values in the type that the schema gives them. The writer goes along the schema: it puts elements in their order and
//! refuses what the schema does not allow, so what it writes is valid.

use std::fmt;

use schema::tree::NodeRef;
use schema::{Base, Message, Particle, Release, SimpleType, TypeId};
use thiserror::Error;

use crate::schrijver::Schrijver;

/// A value in the type of its schema.
#[derive(Clone, PartialEq, Eq)]
pub enum Veld {
    /// `xs:string`, code lists included.
    Tekst(String),
    /// `xs:integer`.
    Getal(i128),
    /// `xs:date` without surrounding white space.
    Datum(String),
    /// `xs:time` without surrounding white space.
    Tijd(String),
}

/// An element with its content.
#[derive(Clone, PartialEq, Eq)]
pub struct Knoop {
    /// Local name.
    pub naam: String,
    /// What it holds.
    pub inhoud: KnoopInhoud,
}

/// The content of an element.
#[derive(Clone, PartialEq, Eq)]
pub enum KnoopInhoud {
    /// A value.
    Veld(Veld),
    /// Elements in document order.
    Kinderen(Vec<Knoop>),
}

/// Names only: a value may be a Bsn, a name or an address.
impl fmt::Debug for Knoop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.inhoud {
            KnoopInhoud::Veld(_) => write!(f, "{}", self.naam),
            KnoopInhoud::Kinderen(kinderen) => write!(f, "{} {kinderen:?}", self.naam),
        }
    }
}

/// Why something cannot be written. Paths hold element names only, never values.
#[derive(Debug, Error, PartialEq, Eq)]
pub enum SchrijfFout {
    /// The schema has no such element there.
    #[error("{pad}: the schema has no element {element} here")]
    Onbekend {
        /// Path of the element around it.
        pad: String,
        /// Local name.
        element: String,
    },
    /// Too few or too many.
    #[error("{pad}/{element} stands {aantal} times where the schema allows {toegestaan}")]
    Aantal {
        /// Path of the element around it.
        pad: String,
        /// Local name.
        element: String,
        /// How often it stands there.
        aantal: usize,
        /// `min..max`.
        toegestaan: String,
    },
    /// The value does not fit its type.
    #[error("{pad}: the value does not fit the type of its schema")]
    Waarde {
        /// Path of the element.
        pad: String,
    },
    /// A value where elements belong, or elements where a value belongs.
    #[error("{pad}: the schema wants {verwacht}")]
    Soort {
        /// Path of the element.
        pad: String,
        /// What belongs there.
        verwacht: &'static str,
    },
}

impl Knoop {
    /// An element with a text.
    pub fn tekst(naam: &str, waarde: &str) -> Self {
        Self { naam: naam.to_owned(), inhoud: KnoopInhoud::Veld(Veld::Tekst(waarde.to_owned())) }
    }

    /// An element with elements.
    pub fn met(naam: &str, kinderen: Vec<Knoop>) -> Self {
        Self { naam: naam.to_owned(), inhoud: KnoopInhoud::Kinderen(kinderen) }
    }

    /// Reads an element of a valid message.
    pub fn lees(node: NodeRef<'_>, release: &Release, ty: TypeId) -> Self {
        let naam = node.name().to_owned();
        if let Some(ty) = release.simple(ty) {
            return Self { naam, inhoud: KnoopInhoud::Veld(Veld::lees(ty, node.value())) };
        }
        let kind = |kind: NodeRef<'_>| {
            let ty = release.child_type(ty, kind.name());
            ty.map(|ty| Self::lees(kind, release, ty))
        };
        Self { naam, inhoud: KnoopInhoud::Kinderen(node.children().filter_map(kind).collect()) }
    }
}

impl Veld {
    fn lees(ty: &SimpleType, waarde: &str) -> Self {
        let kern = ty.normalized(waarde);
        match ty.base {
            Some(Base::Integer) => match kern.strip_prefix('+').unwrap_or(kern).parse() {
                Ok(getal) => Self::Getal(getal),
                // Longer than any facet allows; kept as it stands.
                Err(_) => Self::Tekst(kern.to_owned()),
            },
            Some(Base::Date) => Self::Datum(kern.to_owned()),
            Some(Base::Time) => Self::Tijd(kern.to_owned()),
            Some(Base::String) | None => Self::Tekst(waarde.to_owned()),
        }
    }

    fn als_tekst(&self) -> String {
        match self {
            Self::Tekst(tekst) | Self::Datum(tekst) | Self::Tijd(tekst) => tekst.clone(),
            Self::Getal(getal) => getal.to_string(),
        }
    }

    /// Whether a value of this kind belongs to a type.
    fn past(&self, ty: &SimpleType) -> bool {
        let soort = matches!(
            (self, ty.base),
            (Self::Tekst(_), Some(Base::String) | None)
                | (Self::Getal(_), Some(Base::Integer))
                | (Self::Datum(_), Some(Base::Date))
                | (Self::Tijd(_), Some(Base::Time))
        );
        soort && ty.check(&self.als_tekst()).is_none()
    }
}

/// Reads a whole valid message.
pub fn lees_bericht(node: NodeRef<'_>, release: &Release, message: &Message) -> Knoop {
    Knoop::lees(node, release, message.root.ty)
}

/// Writes a whole message as UTF-8 without byte order mark, with CR/LF line ends (OP192). Elements may be given in any
/// order; the schema decides how they stand.
pub fn schrijf_bericht(release: &Release, message: &Message, bericht: &Knoop) -> Result<Vec<u8>, SchrijfFout> {
    let mut out = Schrijver::new(release, message);
    let KnoopInhoud::Kinderen(kinderen) = &bericht.inhoud else {
        return Err(SchrijfFout::Soort { pad: format!("/{}", bericht.naam), verwacht: "elements" });
    };
    kinderen_van(&mut out, &format!("/{}", bericht.naam), message.root.ty, kinderen)?;
    Ok(out.klaar())
}

fn kinderen_van(out: &mut Schrijver<'_>, pad: &str, ty: TypeId, kinderen: &[Knoop]) -> Result<(), SchrijfFout> {
    let Some(ty) = out.release().complex(ty) else {
        return Err(SchrijfFout::Soort { pad: pad.to_owned(), verwacht: "a value" });
    };
    let bekend = |naam: &str| out.particles(ty).any(|(local, _)| local == naam);
    if let Some(vreemd) = kinderen.iter().find(|kind| !bekend(&kind.naam)) {
        return Err(SchrijfFout::Onbekend { pad: pad.to_owned(), element: vreemd.naam.clone() });
    }
    for (local, particle) in out.particles(ty) {
        let deze: Vec<&Knoop> = kinderen.iter().filter(|kind| kind.naam == local).collect();
        let aantal = deze.len();
        if aantal < particle.min as usize || particle.max.is_some_and(|max| aantal > max as usize) {
            let max = particle.max.map_or_else(|| "unbounded".to_owned(), |max| max.to_string());
            let toegestaan = format!("{}..{max}", particle.min);
            return Err(SchrijfFout::Aantal { pad: pad.to_owned(), element: local.to_owned(), aantal, toegestaan });
        }
        for kind in deze {
            element(out, &format!("{pad}/{local}"), particle, kind)?;
        }
    }
    Ok(())
}

fn element(out: &mut Schrijver<'_>, pad: &str, particle: &Particle, knoop: &Knoop) -> Result<(), SchrijfFout> {
    match &knoop.inhoud {
        KnoopInhoud::Kinderen(kinderen) => {
            out.open(particle.name);
            kinderen_van(out, pad, particle.ty, kinderen)?;
            out.sluit(particle.name);
            Ok(())
        }
        KnoopInhoud::Veld(veld) => {
            let Some(ty) = out.release().simple(particle.ty) else {
                return Err(SchrijfFout::Soort { pad: pad.to_owned(), verwacht: "elements" });
            };
            if !veld.past(ty) {
                return Err(SchrijfFout::Waarde { pad: pad.to_owned() });
            }
            out.waarde(particle.name, &veld.als_tekst());
            Ok(())
        }
    }
}
