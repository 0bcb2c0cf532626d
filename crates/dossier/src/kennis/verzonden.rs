//! What a retour finds of the message it answers: the Prestaties of a 323, and the bookings of a message that was sent from
//! here, to be confirmed or undone.

use std::collections::{HashMap, HashSet};

use bericht::DebetCredit;
use smol_str::SmolStr;

use super::{Kennis, Nieuw, insert, nummer_key, prestatie_prefix, referentie_key};
use crate::clientsleutel::ClientSleutel;
use crate::record::{DeclaratieFeit, NummerFeit, PrestatieFeit, Record, Uitslag, VerzondenFeit};
use crate::seam::{BerichtId, ChangeSet, Insert, ReadSet, Table, Update, Version};
use crate::sleutel::Key;

/// The Prestaties of the 323 that a 325 answers, in the order of the message.
#[derive(Debug, Clone, Default)]
pub(super) struct Regels {
    rijen: Vec<Rij>,
    op_referentie: HashMap<SmolStr, Vec<usize>>,
    clienten: HashSet<ClientSleutel>,
    /// Rows of other messages that lose their ReferentieNummer to one of these.
    onteigend: Vec<(Key, Version, PrestatieFeit)>,
}

#[derive(Debug, Clone)]
struct Rij {
    key: Key,
    /// Whether the row owns its ReferentieNummer.
    eigenaar: bool,
    version: Version,
    feit: PrestatieFeit,
    lot: Lot,
}

/// What becomes of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Lot {
    Blijft,
    Gewijzigd,
    /// Changed, and from now on the owner of its ReferentieNummer.
    InBezit,
    Weg,
}

impl Regels {
    pub(super) fn neem_op(&mut self, key: Key, eigenaar: bool, version: Version, feit: PrestatieFeit) {
        let plaatsen = self.op_referentie.entry(feit.referentie.clone()).or_default();
        // A row asked for by its ReferentieNummer may be one of these.
        if plaatsen.iter().any(|plaats| self.rijen.get(*plaats).is_some_and(|rij| rij.key == key)) {
            return;
        }
        plaatsen.push(self.rijen.len());
        self.clienten.insert(feit.client);
        self.rijen.push(Rij { key, eigenaar, version, feit, lot: Lot::Blijft });
    }

    pub(super) fn wijzigingen(self, dossier: &Key, set: &mut ChangeSet) {
        for (key, version, feit) in self.onteigend {
            set.deletes.push((Table::Prestatie, key.clone(), version));
            set.inserts.push(insert(key, Record::Prestatie(Box::new(feit))));
        }
        for Rij { key, version, feit, lot, .. } in self.rijen {
            let unique = dossier.clone().with(&feit.referentie);
            let record = Record::Prestatie(Box::new(feit));
            match lot {
                Lot::Blijft => {}
                Lot::Gewijzigd => set.updates.push(Update { key, expected: version, record }),
                Lot::Weg => set.deletes.push((Table::Prestatie, key, version)),
                // An update keeps the unique key of its row, so the row makes place for itself.
                Lot::InBezit => {
                    set.deletes.push((Table::Prestatie, key.clone(), version));
                    set.inserts.push(Insert { unique: Some(unique), ..insert(key, record) });
                }
            }
        }
    }
}

impl Kennis {
    /// The Prestaties with a ReferentieNummer in the 323 that this 325 answers, each with its place in the 323.
    pub fn verzonden(&self, referentie: &str) -> impl Iterator<Item = (usize, &PrestatieFeit)> {
        let plaatsen = self.verzonden.op_referentie.get(referentie).into_iter().flatten();
        plaatsen.filter_map(|plaats| Some((*plaats, &self.verzonden.rijen.get(*plaats)?.feit)))
    }

    /// Whether a client occurs in the 323 that this 325 answers.
    pub fn verzonden_client(&self, client: &ClientSleutel) -> bool {
        self.verzonden.clienten.contains(client)
    }

    /// What a retour needs of its heenbericht: the Prestaties of a 323, and all that an unanswered message that was sent from
    /// here booked.
    pub(super) fn heen_vervolg(&mut self) -> ReadSet {
        let mut vraag = ReadSet::default();
        let Some(heen) = self.heen.as_ref().map(|heen| heen.fact.clone()) else { return vraag };
        let dossier = self.plan.dossier.clone();
        if heen.beoordeeld {
            vraag.prefixes.push((Table::Prestatie, prestatie_prefix(&dossier, heen.bericht)));
        }
        let Some(verzonden) = heen.verzonden.filter(|_| heen.retours == 0) else { return vraag };
        vraag.keys.extend(verzonden.client.iter().filter_map(|client| self.lees_client(client)));
        vraag.keys.extend(verzonden.nummers.iter().map(|n| (Table::Nummer, nummer_key(&dossier, *n))));
        vraag.keys.extend(verzonden.referenties.iter().map(|r| (Table::Referentie, referentie_key(&dossier, r))));
        if heen.declaratie_nummer.is_some() {
            vraag.prefixes.push((Table::Declaratie, dossier.clone()));
        }
        for client in self.verzonden.clienten.clone() {
            if let Some(wat) = self.lees_client(&client) {
                vraag.keys.push(wat);
                self.anderen.insert(client);
            }
        }
        for Rij { feit, eigenaar, .. } in &self.verzonden.rijen {
            let vrij = (!eigenaar).then_some(&feit.referentie);
            let andere = feit.vorige.iter().chain(vrij);
            vraag.unique.extend(andere.map(|r| (Table::Prestatie, dossier.clone().with(r))));
        }
        vraag
    }

    /// Gives every Prestatie of a sent 323 its outcome: those in `geweigerd`, by place, are refused with these codes, the
    /// others are granted and booked, credits before debets (OP366). The granted sum comes back in eurocent, debet minus
    /// credit.
    pub fn beantwoord(&mut self, geweigerd: &HashMap<usize, Vec<String>>) -> i64 {
        self.neem_declaratie_in_bezit();
        let mut toegekend = 0;
        for credit in [true, false] {
            for plaats in 0..self.verzonden.rijen.len() {
                let uitslag = geweigerd.get(&plaats).cloned().map_or(Uitslag::Toegekend, Uitslag::Geweigerd);
                let feit = self.geef_uitslag(plaats, credit, uitslag);
                if let Some(feit) = feit.filter(|feit| feit.uitslag == Uitslag::Toegekend) {
                    toegekend += feit.bedrag.getekend();
                    self.boek(&feit);
                }
            }
        }
        toegekend
    }

    /// The Prestatie, when it is a credit as asked.
    fn geef_uitslag(&mut self, plaats: usize, credit: bool, uitslag: Uitslag) -> Option<PrestatieFeit> {
        let rij = self.verzonden.rijen.get_mut(plaats)?;
        if (rij.feit.bedrag.dc == DebetCredit::Credit) != credit {
            return None;
        }
        rij.feit.uitslag = uitslag;
        rij.lot = Lot::Gewijzigd;
        let feit = rij.feit.clone();
        let eerste = self.verzonden.op_referentie.get(&feit.referentie).and_then(|p| p.first()) == Some(&plaats);
        if !rij.eigenaar && eerste && self.komt_vrij(&feit) {
            self.verzonden.rijen.get_mut(plaats)?.lot = Lot::InBezit;
        }
        Some(feit)
    }

    /// Whether a ReferentieNummer that was taken when the Prestatie was sent can be its own now: nobody has it any more, or the
    /// one that has it is not answered while the receiver grants this one.
    fn komt_vrij(&mut self, feit: &PrestatieFeit) -> bool {
        let Some((_, houder)) = self.prestaties.get(&feit.referentie) else { return true };
        if feit.uitslag != Uitslag::Toegekend || houder.fact.uitslag != Uitslag::Verzonden {
            return false;
        }
        if let Some((key, houder)) = self.prestaties.remove(&feit.referentie) {
            self.verzonden.onteigend.extend(houder.version.map(|version| (key, version, houder.fact)));
        }
        true
    }

    fn boek(&mut self, feit: &PrestatieFeit) {
        let boeking = feit.boeking();
        if feit.bedrag.dc == DebetCredit::Credit {
            let Some(debet) = &feit.vorige else { return };
            self.boek_credit(&feit.client, feit.nummer, boeking, (debet, &feit.referentie));
            return;
        }
        self.boek_debet(&feit.client, feit.nummer, boeking, feit.lijn());
        // The answer on its credit may have come in first: then the sums are whole, and no line is left.
        if feit.gecrediteerd_door.is_some() {
            self.wijzig_verbruik(&feit.client, feit.nummer, |v| v.debets.eraf(&feit.referentie));
        }
    }

    /// The DeclaratieNummer may have been taken when the 323 was sent; the receiver, which judged it, says that it is its own.
    fn neem_declaratie_in_bezit(&mut self) {
        let Some(heen) = self.heen.as_ref().map(|heen| heen.fact.clone()) else { return };
        let Some(periode) = heen.verzonden.and_then(|v| v.periode) else { return };
        let Some(nummer) = heen.declaratie_nummer else { return };
        let key = self.plan.dossier.clone().with(nummer);
        let fact = DeclaratieFeit { bericht: heen.bericht, periode };
        let version = self.declaraties.get(&key).and_then(|rij| rij.version);
        if self.declaraties.get(&key).is_none_or(|rij| rij.fact != fact) {
            self.declaraties.insert(key, super::Versioned { version, fact, changed: true });
        }
        // It may have been freed together with that of another declaratie.
        self.noteer_periode(periode);
    }

    /// Undoes all that the heenbericht booked, because the retour `door` refused it as a whole.
    pub fn draai_terug(&mut self, door: BerichtId) {
        let Some(heen) = &mut self.heen else { return };
        let bericht = heen.fact.bericht;
        let declaratie = heen.fact.declaratie_nummer.clone();
        let Some(verzonden) = &mut heen.fact.verzonden else { return };
        verzonden.geweigerd = true;
        let verzonden = verzonden.clone();
        heen.fact.beoordeeld = false;
        heen.changed = true;
        if let Some(client) = &verzonden.client {
            self.wijzig_client(client, |feit| feit.draai_terug(bericht, door));
            self.herstel(client, &verzonden);
        }
        // Prestaties of a 323 or 303 count as not sent: their numbers are free.
        self.verzonden.rijen.iter_mut().for_each(|rij| rij.lot = Lot::Weg);
        if let Some(nummer) = declaratie {
            self.geef_declaratie_vrij(&nummer, bericht);
        }
    }

    /// Everything that undoes a message that was sent from here and never arrived, as change set `door`: it counts as never
    /// made, so that its Identificatie, and its very bytes, can be sent again; a factuurnummer that it took over from a
    /// refused 303 is free again as well. None when it is not this message that holds
    /// the Identificatie, or when its retour is in.
    pub fn trek_terug(mut self, bericht: BerichtId, door: BerichtId) -> Option<ChangeSet> {
        let heen = self.heen.as_ref()?;
        let open = heen.fact.verzonden.as_ref().is_some_and(|verzonden| !verzonden.geweigerd);
        if heen.fact.bericht != bericht || !open || heen.fact.retours > 0 {
            return None;
        }
        let identificatie = heen.version;
        self.draai_terug(door);
        self.heen = None;
        let key = self.plan.heen.clone()?;
        self.weg.extend(identificatie.map(|version| (Table::Identificatie, key, version)));
        let bytes = self.bytes.take().filter(|(bytes, _)| bytes.bericht == bericht);
        self.weg.extend(bytes.map(|(_, version)| (Table::Bytes, self.plan.bytes_key(), version)));
        let mut set = self.wijzigingen(door, Nieuw::default());
        // No message came in.
        set.inserts.retain(|insert| insert.record.table() != Table::Bytes);
        Some(set)
    }

    fn herstel(&mut self, client: &ClientSleutel, verzonden: &VerzondenFeit) {
        self.herzie_nummers(verzonden.nummers.iter().copied(), client);
        for referentie in &verzonden.referenties {
            self.geef_referentie_vrij(referentie, client);
        }
    }

    fn geef_referentie_vrij(&mut self, referentie: &str, client: &ClientSleutel) {
        let key = referentie_key(&self.plan.dossier, referentie);
        if self.client(client).heeft_verzoek(referentie) {
            return;
        }
        let Some(rij) = self.verzoekers.get_mut(&key) else { return };
        rij.changed = true;
        if rij.fact.client != *client {
            rij.fact.ook.retain(|ander| ander != client);
        } else if !rij.fact.ook.is_empty() {
            rij.fact.client = rij.fact.ook.remove(0);
        } else if let Some(version) = self.verzoekers.remove(&key).and_then(|rij| rij.version) {
            self.weg.push((Table::Referentie, key, version));
        }
    }

    /// The declaratie counts as not sent: its number and its period are free.
    fn geef_declaratie_vrij(&mut self, nummer: &str, bericht: BerichtId) {
        let key = self.plan.dossier.clone().with(nummer);
        if let Some(rij) = self.declaraties.get(&key).filter(|rij| rij.fact.bericht == bericht) {
            self.weg.extend(rij.version.map(|version| (Table::Declaratie, key.clone(), version)));
            self.declaraties.remove(&key);
        }
        let laatste = self.declaraties.values().map(|d| d.fact.periode).max_by_key(|periode| periode.eind);
        if self.stand.fact.laatste_declaratieperiode != laatste {
            self.stand.changed = true;
            self.stand.fact.laatste_declaratieperiode = laatste;
        }
    }
}

impl NummerFeit {
    /// All clients with a version under the number.
    pub(super) fn clienten(&self) -> impl Iterator<Item = &ClientSleutel> {
        std::iter::once(&self.client).chain(&self.ook)
    }
}
