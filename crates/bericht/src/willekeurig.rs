//! Random valid messages of any kind and release, for tests and load. The same seed gives the same message. Bsn's come from
//! the test range, AGB codes are 9999xxxx; names and addresses are made of random letters.

use schema::{Base, Message, Particle, Pattern, Release, SimpleType, Type, TypeId};

use crate::client::Bsn;
use crate::knoop::{Knoop, KnoopInhoud, Veld};

/// A small generator of numbers (splitmix64): repeatable on every machine, and good enough to vary messages.
#[derive(Debug, Clone)]
pub struct Toeval(u64);

impl Toeval {
    /// Starts from a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub fn getal(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number from 0 up to, not including, `n`; 0 when `n` is.
    pub fn onder(&mut self, n: usize) -> usize {
        usize::try_from(self.getal() % (n.max(1) as u64)).unwrap_or(0)
    }

    /// True once in `n` times.
    pub fn eens_op(&mut self, n: usize) -> bool {
        self.onder(n) == 0
    }

    /// One of a list.
    pub fn een<'l, T>(&mut self, lijst: &'l [T]) -> Option<&'l T> {
        lijst.get(self.onder(lijst.len()))
    }
}

/// How full a message is.
#[derive(Debug, Clone, Copy)]
pub struct Vulling {
    /// Optional elements stand there once in this many times; 1 is always, 0 never.
    pub optioneel: usize,
    /// Most repetitions of a repeatable element.
    pub herhaal: u32,
}

impl Default for Vulling {
    fn default() -> Self {
        Self { optioneel: 2, herhaal: 3 }
    }
}

/// Deeper than any message; a type that holds itself ends here.
const DIEPTE: usize = 32;

/// A random message that fits its schema; `None` when the schema has a value that nothing here can make.
pub fn willekeurig(release: &Release, message: &Message, toeval: &mut Toeval, vulling: Vulling) -> Option<Knoop> {
    let mut maker = Maker { release, toeval, vulling };
    let naam = release.names.local(message.root.name);
    Some(Knoop::met(naam, maker.kinderen(message.root.ty, 0)?))
}

struct Maker<'m> {
    release: &'m Release,
    toeval: &'m mut Toeval,
    vulling: Vulling,
}

impl Maker<'_> {
    fn kinderen(&mut self, ty: TypeId, diepte: usize) -> Option<Vec<Knoop>> {
        let release = self.release;
        let particles = &release.complex(ty).filter(|_| diepte < DIEPTE)?.particles;
        let mut kinderen = Vec::new();
        for particle in particles {
            for _ in 0..self.aantal(particle) {
                kinderen.push(self.element(particle, diepte)?);
            }
        }
        Some(kinderen)
    }

    fn aantal(&mut self, particle: &Particle) -> u32 {
        let gevuld = particle.min > 0 || (self.vulling.optioneel > 0 && self.toeval.eens_op(self.vulling.optioneel));
        if !gevuld {
            return 0;
        }
        let hoogste = particle.max.unwrap_or(self.vulling.herhaal).min(self.vulling.herhaal).max(particle.min).max(1);
        let laagste = particle.min.max(1);
        let ruimte = usize::try_from(hoogste - laagste).unwrap_or(0) + 1;
        laagste + u32::try_from(self.toeval.onder(ruimte)).unwrap_or(0)
    }

    fn element(&mut self, particle: &Particle, diepte: usize) -> Option<Knoop> {
        let naam = self.release.names.local(particle.name);
        match self.release.type_of(particle.ty)? {
            Type::Complex(_) => Some(Knoop::met(naam, self.kinderen(particle.ty, diepte + 1)?)),
            Type::Simple(ty) => {
                let veld = self.veld(naam, ty)?;
                Some(Knoop { naam: naam.to_owned(), inhoud: KnoopInhoud::Veld(veld) })
            }
        }
    }

    fn veld(&mut self, naam: &str, ty: &SimpleType) -> Option<Veld> {
        match ty.base {
            Some(Base::Integer) => {
                let vast = ty.patterns.iter().flatten().find_map(|p| p.source().parse().ok());
                let getal = vast.unwrap_or_else(|| self.geheel(ty));
                (ty.check(&getal.to_string()).is_none()).then_some(Veld::Getal(getal))
            }
            Some(Base::Date) => Some(Veld::Datum(self.datum())),
            Some(Base::Time) => Some(Veld::Tijd(self.tijd())),
            Some(Base::String) | None => (0..64).find_map(|_| {
                let tekst = self.tekst(naam, ty);
                ty.check(&tekst).is_none().then_some(Veld::Tekst(tekst))
            }),
        }
    }

    /// Within the range, often at its borders; mostly below nine digits, so that no number looks like a Bsn.
    fn geheel(&mut self, ty: &SimpleType) -> i128 {
        let (laag, hoog) = (ty.min.unwrap_or(0), ty.max.unwrap_or(99_999_999));
        match self.toeval.onder(8) {
            0 => laag,
            1 => hoog,
            _ => {
                let ruimte = (hoog.min(99_999_999) - laag).clamp(0, 99_999_999);
                laag + i128::from(self.toeval.getal() % (u64::try_from(ruimte).unwrap_or(0) + 1))
            }
        }
    }

    fn datum(&mut self) -> String {
        let (jaar, maand) = (1930 + self.toeval.onder(101), 1 + self.toeval.onder(12));
        let dagen = match maand {
            2 if jaar % 4 == 0 => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        format!("{jaar}-{maand:02}-{:02}", 1 + self.toeval.onder(dagen))
    }

    fn tijd(&mut self) -> String {
        let (uur, minuut, seconde) = (self.toeval.onder(24), self.toeval.onder(60), self.toeval.onder(60));
        let deel = if self.toeval.eens_op(4) { format!(".{:03}", self.toeval.onder(1000)) } else { String::new() };
        format!("{uur:02}:{minuut:02}:{seconde:02}{deel}")
    }

    /// A text that may fit; the caller looks whether it does.
    fn tekst(&mut self, naam: &str, ty: &SimpleType) -> String {
        if let Some(code) = self.toeval.een(&ty.enumeration) {
            return code.to_string();
        }
        match naam {
            "Bsn" => return self.bsn(),
            "Afzender" | "Ontvanger" | "Aanbieder" | "Gemeente" | "ZorgverlenerCode" => return self.partij(ty),
            _ => {}
        }
        let patronen: Vec<&str> = ty.patterns.iter().flatten().map(|p| Pattern::source(p)).collect();
        if let Some(keuze) = patronen.iter().find(|p| p.bytes().all(|b| b.is_ascii_digit() || b == b'|')) {
            let keuzen: Vec<&str> = keuze.split('|').collect();
            return (*self.toeval.een(&keuzen).unwrap_or(&"")).to_owned();
        }
        self.vrije_tekst(ty, &patronen)
    }

    fn vrije_tekst(&mut self, ty: &SimpleType, patronen: &[&str]) -> String {
        let laag = ty.length.or(ty.min_length).unwrap_or(1).max(1);
        let hoog = ty.length.or(ty.max_length).unwrap_or(40).min(200).max(laag);
        let lengte = match self.toeval.onder(6) {
            0 => laag,
            1 => hoog,
            _ => laag + self.toeval.getal() % (hoog.min(24).max(laag) - laag + 1),
        };
        let lengte = usize::try_from(lengte).unwrap_or(1);
        let heeft = |stuk: &str| patronen.iter().any(|p| p.contains(stuk));
        if heeft(r"\.(0|") {
            return format!("{}.{}.{}", self.toeval.onder(9), self.toeval.onder(20), self.toeval.onder(9));
        }
        if heeft("NL[0-9]") {
            return "NL000000000B01".to_owned();
        }
        if heeft("(0{8})") {
            return "00000000".to_owned();
        }
        let tekens: &[char] = if heeft("À-ỳ") {
            &['A', 'z', 'À', 'ỳ', 'é', 'J']
        } else if heeft("[a-zA-Z0-9]") {
            &['A', 'b', '3', 'Z', 'q', '0']
        } else if heeft("[0-9]") {
            &['1', '2', '3', '4', '0', '7']
        } else {
            &['a', 'E', '3', 'é', ' ', '-', 'ỳ', '𝄞', '&', '<', '\'', '.']
        };
        let mut uit: String = (0..lengte).filter_map(|_| self.toeval.een(tekens)).collect();
        // Nothing blank, and no blanks at the ends that a reader would not see.
        if uit.starts_with(' ') || uit.ends_with(' ') {
            uit = uit.replace(' ', "x");
        }
        uit
    }

    fn bsn(&mut self) -> String {
        loop {
            let getal = 999_900_006 + self.toeval.onder(99_984);
            let tekst = getal.to_string();
            if Bsn::new(&tekst).elfproef() {
                return tekst;
            }
        }
    }

    fn partij(&mut self, ty: &SimpleType) -> String {
        if ty.check("99990001").is_none() {
            return format!("9999{:04}", 1 + self.toeval.onder(9999));
        }
        (*self.toeval.een(&["0363", "0599", "0518", "0344", "0014"]).unwrap_or(&"0363")).to_owned()
    }
}
