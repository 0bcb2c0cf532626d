//! What one decision knows: the rows of its read set, as domain data that rules look at and that grows while the classes
//! of the message are judged in order.

mod factuur;
mod nieuw;
mod verzonden;

use std::collections::BTreeSet;
use std::sync::Arc;

use bericht::{Bericht, Bsn, Datum, Declaratie, Dossier, Inhoud, Periode, Soort};

use smol_str::SmolStr;

use crate::clientsleutel::{ClientSleutel, Sleutelhasher, dossier_key};
use crate::record::{
    ClientFeit, DeclaratieFeit, IdentificatieFeit, NummerFeit, PrestatieFeit, Record, ReferentieFeit, StandFeit,
    VerwijzingFeit,
};
use crate::seam::{BerichtId, ChangeSet, Insert, ReadResult, ReadSet, Row, Table, Update, Version};
use crate::sleutel::Key;
use crate::snel::{self, Snelmap, Snelset};
use crate::toewijzing::{ToewijzingVersie, geldige_versies};
use crate::verbruik::{Boeking, DebetLijn, Verbruik};

/// What a decision must read, and which row answers which question.
#[derive(Debug, Clone)]
pub struct Leesplan {
    dossier: Key,
    sha256: String,
    /// Of the message itself (TR056); none for 302 to 320.
    identificatie: Option<Key>,
    /// Of the heenbericht that a retour answers.
    heen: Option<Key>,
    clienten: Snelmap<Key, ClientSleutel>,
    declaratie: Option<String>,
    /// The batch for the store: keys sorted, none twice.
    lees: ReadSet,
}

impl Leesplan {
    /// The plan of a message: a pure function of its content.
    pub fn van(bericht: &Bericht<'_>, sha256: &str, hasher: &Sleutelhasher) -> Self {
        let dossier = bericht.dossier();
        let mut plan = Self::leeg(&dossier, sha256);
        plan.identificatie = eigen_identificatie(bericht, &dossier);
        plan.heen = heen_identificatie(bericht, &dossier);
        match &bericht.inhoud {
            Inhoud::Declaratie(declaratie) => plan.declaratie(declaratie, hasher),
            Inhoud::Factuur(factuur) if bericht.soort == Soort::S303 => plan.factuur(factuur, hasher),
            Inhoud::Toewijzing(toewijzing) => {
                for product in &toewijzing.producten {
                    plan.lees(Table::Nummer, nummer_key(&plan.dossier, product.nummer));
                }
            }
            Inhoud::VerzoekToewijzing(verzoek) => verzoek.producten.iter().for_each(|p| plan.verzoek(p.referentie)),
            Inhoud::VerzoekWijziging(verzoek) => plan.verzoek(verzoek.referentie),
            Inhoud::Antwoord(antwoord) => plan.verzoek(antwoord.referentie),
            _ => {}
        }
        if !bericht.soort.declareert() {
            for client in bericht.clienten() {
                plan.client(hasher, client.bsn);
            }
        }
        plan.sluit_af();
        plan
    }

    /// What is read to take back a message that was sent from here: what it booked follows from its Identificatie, as for
    /// a retour.
    pub fn terugtrekking(bericht: &Bericht<'_>, sha256: &str) -> Self {
        let dossier = bericht.dossier();
        let mut plan = Self { heen: eigen_identificatie(bericht, &dossier), ..Self::leeg(&dossier, sha256) };
        plan.sluit_af();
        plan
    }

    fn leeg(dossier: &Dossier, sha256: &str) -> Self {
        Self {
            dossier: dossier_key(dossier),
            sha256: sha256.to_owned(),
            identificatie: None,
            heen: None,
            clienten: Snelmap::default(),
            declaratie: None,
            lees: ReadSet::default(),
        }
    }

    fn declaratie(&mut self, declaratie: &Declaratie<'_>, hasher: &Sleutelhasher) {
        self.declaratie = Some(declaratie.nummer.to_owned());
        let mut referenties: Vec<&str> = Vec::new();
        for client in &declaratie.clienten {
            self.client(hasher, client.client.bsn);
            for prestatie in &client.prestaties {
                referenties.push(prestatie.referentie);
                referenties.extend(prestatie.vorige);
            }
        }
        self.referenties(referenties);
    }

    /// Prestaties by their ReferentieNummer.
    fn referenties(&mut self, mut referenties: Vec<&str>) {
        referenties.sort_unstable();
        referenties.dedup();
        let key = |referentie: &str| (Table::Prestatie, self.dossier.roomy(referentie.len() + 1).with(referentie));
        self.lees.unique = referenties.into_iter().map(key).collect();
    }

    fn verzoek(&mut self, referentie: &str) {
        self.lees(Table::Referentie, referentie_key(&self.dossier, referentie));
    }

    /// A client whose row is read.
    fn client(&mut self, hasher: &Sleutelhasher, bsn: Bsn<'_>) {
        let sleutel = hasher.client(bsn);
        let key = client_key(&self.dossier, &sleutel);
        self.lees(Table::Client, key.clone());
        self.clienten.insert(key, sleutel);
    }

    fn lees(&mut self, table: Table, key: Key) {
        self.lees.keys.push((table, key));
    }

    /// What every message reads, and the order in which a store finds rows fastest.
    fn sluit_af(&mut self) {
        self.lees(Table::Stand, self.dossier.clone());
        self.lees(Table::Bytes, self.bytes_key());
        for key in [self.identificatie.clone(), self.heen.clone()].into_iter().flatten() {
            self.lees(Table::Identificatie, key);
        }
        if let Some(nummer) = &self.declaratie {
            self.lees(Table::Declaratie, self.dossier.clone().with(nummer));
        }
        self.lees.keys.sort_unstable();
        self.lees.keys.dedup();
    }

    /// The batch for the store.
    pub fn read_set(&self) -> &ReadSet {
        &self.lees
    }

    /// The row that tells whether the same bytes passed level 1 before.
    pub fn bytes_key(&self) -> Key {
        self.dossier.clone().with(&self.sha256)
    }
}

/// Key under which this message uses up its Identificatie.
fn eigen_identificatie(bericht: &Bericht<'_>, dossier: &Dossier) -> Option<Key> {
    let header = &bericht.header;
    let code = factuurcode(bericht).unwrap_or(header.bericht_code);
    let key = || identificatie_key(dossier, header.afzender, code, header.identificatie.nummer);
    (bericht.soort.heen().is_none() || bericht.soort == Soort::S325).then(key)
}

/// Key of the heenbericht that a retour answers: same header with a BerichtCode one lower; a 325 names its 323.
fn heen_identificatie(bericht: &Bericht<'_>, dossier: &Dossier) -> Option<Key> {
    let header = &bericht.header;
    bericht.soort.heen()?;
    let een_lager = || Some(header.bericht_code.parse::<u32>().ok()?.checked_sub(1)?.to_string());
    let code = factuurcode(bericht).map(str::to_owned).or_else(een_lager)?;
    match &header.declaratie_identificatie {
        Some((_, heen)) => Some(identificatie_key(dossier, &dossier.aanbieder, &code, heen.nummer)),
        None => Some(identificatie_key(dossier, header.afzender, &code, header.identificatie.nummer)),
    }
}

/// A factuurnummer is that of a declaratie or of a factuur, which differ in their BerichtCode only: they share their numbers.
fn factuurcode(bericht: &Bericht<'_>) -> Option<&'static str> {
    bericht.soort.is_factuur().then(|| Soort::S303.nummer())
}

fn identificatie_key(dossier: &Dossier, afzender: &str, code: &str, nummer: &str) -> Key {
    dossier_key(dossier).with(afzender).with(code).with(nummer)
}

fn referentie_key(dossier: &Key, referentie: &str) -> Key {
    dossier.clone().with(referentie)
}

pub(crate) fn nummer_key(dossier: &Key, nummer: u32) -> Key {
    dossier.clone().with_number(u64::from(nummer))
}

/// Bytes that a hash takes in a key.
const ROOM_FOR_HASH: usize = 17;

pub(crate) fn client_key(dossier: &Key, client: &ClientSleutel) -> Key {
    client.onto(dossier.roomy(ROOM_FOR_HASH))
}

/// A fact with the version of its row; `None` when the row does not exist yet.
#[derive(Debug, Clone, Default)]
pub(crate) struct Versioned<T> {
    version: Option<Version>,
    fact: T,
    changed: bool,
}

/// The knowledge of one decision.
#[derive(Debug, Clone)]
pub struct Kennis {
    plan: Arc<Leesplan>,
    identificatie: Option<Versioned<IdentificatieFeit>>,
    heen: Option<Versioned<IdentificatieFeit>>,
    verzonden: verzonden::Regels,
    gevraagd: Snelset<(Table, Key)>,
    bytes: Option<(VerwijzingFeit, Version)>,
    stand: Versioned<StandFeit>,
    declaraties: Snelmap<Key, Versioned<DeclaratieFeit>>,
    clienten: Snelmap<ClientSleutel, Versioned<ClientFeit>>,
    /// Clients that the message does not name: their rows tell whose a number is.
    anderen: Snelset<ClientSleutel>,
    prestaties: Snelmap<SmolStr, (Key, Versioned<PrestatieFeit>)>,
    verzoekers: Snelmap<Key, Versioned<ReferentieFeit>>,
    nummers: Snelmap<Key, Versioned<NummerFeit>>,
    weg: Vec<(Table, Key, Version)>,
    leeg: (ClientFeit, Verbruik),
}

impl Kennis {
    /// Sorts the rows of a read into what they mean.
    pub fn van(plan: Arc<Leesplan>, result: ReadResult) -> Self {
        let clienten = plan.clienten.len();
        let mut kennis = Self {
            plan,
            identificatie: None,
            heen: None,
            verzonden: verzonden::Regels::default(),
            gevraagd: Snelset::default(),
            bytes: None,
            stand: Versioned::default(),
            declaraties: Snelmap::default(),
            clienten: Snelmap::with_capacity_and_hasher(clienten, snel::Hasher::default()),
            anderen: Snelset::default(),
            prestaties: Snelmap::default(),
            verzoekers: Snelmap::default(),
            nummers: Snelmap::default(),
            weg: Vec::new(),
            leeg: (ClientFeit::default(), Verbruik::default()),
        };
        for row in result.rows {
            kennis.neem_op(row);
        }
        kennis
    }

    fn neem_op(&mut self, row: Row) {
        let version = Some(row.version);
        match row.record {
            Record::Identificatie(fact) if self.plan.identificatie.as_ref() == Some(&row.key) => {
                self.identificatie = Some(Versioned { version, fact: *fact, changed: false });
            }
            Record::Identificatie(fact) => self.heen = Some(Versioned { version, fact: *fact, changed: false }),
            Record::Bytes(fact) => self.bytes = Some((fact, row.version)),
            Record::Stand(fact) => self.stand = Versioned { version, fact, changed: false },
            Record::Declaratie(fact) => {
                self.declaraties.insert(row.key, Versioned { version, fact, changed: false });
            }
            Record::Client(fact) => {
                if let Some(client) = self.plan.clienten.get(&row.key) {
                    self.clienten.insert(*client, Versioned { version, fact: *fact, changed: false });
                }
            }
            Record::Prestatie(fact) => {
                let fact = *fact;
                self.prestaties.insert(fact.referentie.clone(), (row.key, Versioned { version, fact, changed: false }));
            }
            Record::Referentie(fact) => {
                self.verzoekers.insert(row.key, Versioned { version, fact, changed: false });
            }
            Record::Nummer(fact) => {
                self.nummers.insert(row.key, Versioned { version, fact, changed: false });
            }
            Record::Bericht(_)
            | Record::EigenNummer(_)
            | Record::Ontvangst(_)
            | Record::Wacht(_)
            | Record::Inzending(_)
            | Record::Idempotentie(_)
            | Record::Zending(_) => {}
        }
    }

    // ---- what rules ask ---------------------------------------------------------------------------------------------

    /// The first message with these bytes, when there was one.
    pub fn eerdere_bytes(&self) -> Option<BerichtId> {
        self.bytes.as_ref().map(|(bytes, _)| bytes.bericht)
    }

    /// The Identificatie of this message, when an earlier message used it.
    pub fn identificatie(&self) -> Option<&IdentificatieFeit> {
        self.identificatie.as_ref().map(|rij| &rij.fact)
    }

    /// The heenbericht that this retour answers, when it is known.
    pub fn heen(&self) -> Option<&IdentificatieFeit> {
        self.heen.as_ref().map(|h| &h.fact)
    }

    /// Ingangsdatum of every toewijzing known of the clients of this message.
    pub fn ingangsdata(&self) -> Vec<Datum> {
        let eigen = self.clienten.iter().filter(|(client, _)| !self.anderen.contains(*client));
        eigen.flat_map(|(_, c)| &c.fact.toewijzingen).map(|t| t.ingangsdatum).collect()
    }

    /// The client whose accepted verzoek used a ReferentieAanbieder.
    pub fn verzoeker(&self, referentie: &str) -> Option<&ClientSleutel> {
        self.verzoekers.get(&referentie_key(&self.plan.dossier, referentie)).map(|v| &v.fact.client)
    }

    /// Whose a ToewijzingNummer is, when a toewijzing with it was accepted.
    pub fn nummer(&self, nummer: u32) -> Option<&NummerFeit> {
        self.nummers.get(&nummer_key(&self.plan.dossier, nummer)).map(|n| &n.fact)
    }

    /// The next batch, which only the rows so far can name: the client behind the reference of a 319, the clients that have
    /// the numbers of a 301, what the heenbericht of a retour booked. To be read and taken in until there is none.
    pub fn vervolg(&mut self) -> Option<ReadSet> {
        let mut vraag = self.heen_vervolg();
        if self.plan.clienten.is_empty() {
            let onbekend: Vec<ClientSleutel> = self.verzoekers.values().map(|v| v.fact.client).collect();
            vraag.keys.extend(onbekend.iter().filter_map(|client| self.lees_client(client)));
        }
        let houders: Vec<ClientSleutel> = self.nummers.values().flat_map(|n| n.fact.clienten()).copied().collect();
        for client in houders {
            if let Some(wat) = self.lees_client(&client) {
                vraag.keys.push(wat);
                self.anderen.insert(client);
            }
        }
        let mut nieuw = |lijst: &mut Vec<(Table, Key)>| lijst.retain(|wat| self.gevraagd.insert(wat.clone()));
        nieuw(&mut vraag.keys);
        nieuw(&mut vraag.prefixes);
        nieuw(&mut vraag.unique);
        (!vraag.is_empty()).then_some(vraag)
    }

    /// Puts a client in the plan; the row to read, when it was not there yet.
    fn lees_client(&mut self, client: &ClientSleutel) -> Option<(Table, Key)> {
        let key = client_key(&self.plan.dossier, client);
        let nieuw = Arc::make_mut(&mut self.plan).clienten.insert(key.clone(), *client).is_none();
        nieuw.then_some((Table::Client, key))
    }

    /// Takes in a batch of [`Kennis::vervolg`].
    pub fn neem_vervolg_op(&mut self, result: ReadResult) {
        let verzonden = self.heen.as_ref().map(|heen| prestatie_prefix(&self.plan.dossier, heen.fact.bericht));
        for row in result.rows {
            match row.record {
                Record::Prestatie(feit) if verzonden.as_ref().is_some_and(|prefix| row.key.starts_with(prefix)) => {
                    self.verzonden.neem_op(row.key, row.unique.is_some(), row.version, *feit);
                }
                record => self.neem_op(Row { record, ..row }),
            }
        }
    }

    /// The Declaratie with the DeclaratieNummer of this message.
    pub fn declaratie(&self) -> Option<&DeclaratieFeit> {
        let key = self.plan.dossier.clone().with(self.plan.declaratie.as_ref()?);
        self.declaraties.get(&key).map(|d| &d.fact)
    }

    /// The latest accepted DeclaratiePeriode.
    pub fn laatste_declaratieperiode(&self) -> Option<Periode> {
        self.stand.fact.laatste_declaratieperiode
    }

    /// Whether a toewijzing was ever exchanged for this client (TR304).
    pub fn client_bekend(&self, client: &ClientSleutel) -> bool {
        self.clienten.get(client).is_some_and(|c| !c.fact.toewijzingen.is_empty())
    }

    /// Toewijzingen, starts and stops of a client; empty when nothing is known.
    pub fn client(&self, client: &ClientSleutel) -> &ClientFeit {
        self.clienten.get(client).map_or(&self.leeg.0, |c| &c.fact)
    }

    /// Granted volume and amount on a toewijzing, including what this message has been granted so far.
    pub fn verbruik(&self, client: &ClientSleutel, nummer: u32) -> &Verbruik {
        self.clienten.get(client).and_then(|c| c.fact.verbruik.van(nummer)).unwrap_or(&self.leeg.1)
    }

    /// The Prestatie with a ReferentieNummer that was taken into assessment in an earlier message.
    pub fn prestatie(&self, referentie: &str) -> Option<&PrestatieFeit> {
        self.prestaties.get(referentie).map(|(_, p)| &p.fact)
    }

    // ---- what a decision adds -----------------------------------------------------------------------------------------

    /// Changes what is known of a client.
    pub fn wijzig_client(&mut self, client: &ClientSleutel, change: impl FnOnce(&mut ClientFeit)) {
        let entry = self.clienten.entry(*client).or_default();
        entry.changed = true;
        change(&mut entry.fact);
    }

    /// Changes the counters of a toewijzing.
    pub fn wijzig_verbruik(&mut self, client: &ClientSleutel, nummer: u32, change: impl FnOnce(&mut Verbruik)) {
        self.wijzig_client(client, |feit| feit.verbruik.wijzig(nummer, change));
    }

    /// Books a granted debet in the counters of its toewijzing.
    pub fn boek_debet(&mut self, client: &ClientSleutel, nummer: u32, debet: Boeking, lijn: DebetLijn<'_>) {
        self.wijzig_verbruik(client, nummer, |v| v.erbij(lijn, debet));
    }

    /// Books a granted credit: the debet is marked as taken back, and no longer counts.
    pub fn boek_credit(&mut self, client: &ClientSleutel, nummer: u32, credit: Boeking, (debet, door): (&str, &str)) {
        if let Some((_, prestatie)) = self.prestaties.get_mut(debet) {
            prestatie.changed = true;
            prestatie.fact.gecrediteerd_door = Some(door.into());
        }
        self.wijzig_verbruik(client, nummer, |v| v.eraf(debet, credit));
    }

    /// Lets ToewijzingNummers say what the versions under them say, after those of `client` changed: each is of the client
    /// whose toewijzing came first, deleted ones last; without versions it is free.
    pub fn herzie_nummers(&mut self, nummers: impl IntoIterator<Item = u32>, client: &ClientSleutel) {
        let mut per_client: Snelmap<ClientSleutel, Snelmap<u32, (BerichtId, NummerFeit)>> = Snelmap::default();
        for nummer in nummers {
            let key = nummer_key(&self.plan.dossier, nummer);
            let rij = self.nummers.get(&key);
            let anderen = rij.iter().flat_map(|rij| rij.fact.clienten()).filter(|ander| *ander != client);
            let mut houders: Vec<(BerichtId, NummerFeit)> = anderen
                .chain([client])
                .filter_map(|client| {
                    let van = per_client.entry(*client).or_insert_with(|| self.houder(*client));
                    van.get(&nummer).cloned()
                })
                .collect();
            houders.sort_by_key(|(eerste, feit)| (feit.verwijderd, *eerste));
            let mut houders = houders.into_iter().map(|(_, feit)| feit);
            let version = rij.and_then(|rij| rij.version);
            let Some(mut fact) = houders.next() else {
                self.nummers.remove(&key);
                self.weg.extend(version.map(|version| (Table::Nummer, key, version)));
                continue;
            };
            fact.ook = houders.map(|feit| feit.client).collect();
            if rij.is_none_or(|rij| rij.fact != fact) {
                self.nummers.insert(key, Versioned { version, fact, changed: true });
            }
        }
    }

    /// What a client's versions say of each number, with the message that brought the first one.
    fn houder(&self, client: ClientSleutel) -> Snelmap<u32, (BerichtId, NummerFeit)> {
        let versies = &self.client(&client).toewijzingen;
        let mut eerste: Snelmap<u32, BerichtId> = Snelmap::default();
        for versie in versies {
            let bericht = eerste.entry(versie.nummer).or_insert(versie.bericht);
            *bericht = versie.bericht.min(*bericht);
        }
        let houder = |(nummer, geldig): (u32, &ToewijzingVersie)| {
            let feit = NummerFeit {
                client,
                ingangsdatum: geldig.ingangsdatum,
                product: geldig.product.clone(),
                verwijderd: geldig.is_verwijderd(),
                ook: Vec::new(),
            };
            Some((nummer, (eerste.get(&nummer).copied()?, feit)))
        };
        geldige_versies(versies).into_iter().filter_map(houder).collect()
    }

    /// Notes who used a ReferentieAanbieder in a verzoek.
    pub fn noteer_verzoeker(&mut self, referentie: &str, client: &ClientSleutel) {
        let key = referentie_key(&self.plan.dossier, referentie);
        match self.verzoekers.get_mut(&key) {
            None => {
                let fact = ReferentieFeit { client: *client, ook: Vec::new() };
                self.verzoekers.insert(key, Versioned { version: None, fact, changed: true });
            }
            Some(known) if known.fact.client != *client && !known.fact.ook.contains(client) => {
                known.fact.ook.push(*client);
                known.changed = true;
            }
            Some(_) => {}
        }
    }

    /// Notes an accepted DeclaratiePeriode.
    pub fn noteer_periode(&mut self, periode: Periode) {
        self.stand.changed = true;
        let latest = self.stand.fact.laatste_declaratieperiode.filter(|p| p.eind >= periode.eind);
        self.stand.fact.laatste_declaratieperiode = Some(latest.unwrap_or(periode));
    }

    /// Counts a received retour on the heenbericht.
    pub fn noteer_retour(&mut self) {
        if let Some(heen) = &mut self.heen {
            heen.changed = true;
            heen.fact.retours += 1;
        }
    }

    /// The change set of everything that was changed, plus the rows that only this message brings.
    pub fn wijzigingen(self, id: BerichtId, nieuw: Nieuw) -> ChangeSet {
        let mut set = ChangeSet { id, ..ChangeSet::default() };
        let dossier = self.plan.dossier.clone();
        set.inserts.push(insert(self.plan.bytes_key(), Record::Bytes(VerwijzingFeit { bericht: id })));
        for (key, client) in &self.plan.clienten {
            match self.clienten.get(client) {
                Some(own) if own.changed => {
                    put(&mut set, key.clone(), own.version, Record::Client(Box::new(own.fact.clone())));
                }
                known => set.expects.push((Table::Client, key.clone(), known.and_then(|k| k.version))),
            }
        }
        for (key, prestatie) in self.prestaties.into_values().filter(|(_, p)| p.changed) {
            put(&mut set, key, prestatie.version, Record::Prestatie(Box::new(prestatie.fact)));
        }
        for (key, nummer) in self.nummers.into_iter().filter(|(_, n)| n.changed) {
            put(&mut set, key, nummer.version, Record::Nummer(nummer.fact));
        }
        for (key, verzoeker) in self.verzoekers.into_iter().filter(|(_, v)| v.changed) {
            put(&mut set, key, verzoeker.version, Record::Referentie(verzoeker.fact));
        }
        for (key, declaratie) in self.declaraties.into_iter().filter(|(_, d)| d.changed) {
            put(&mut set, key, declaratie.version, Record::Declaratie(declaratie.fact));
        }
        self.verzonden.wijzigingen(&dossier, &mut set);
        set.deletes.extend(self.weg);
        if self.stand.changed {
            put(&mut set, dossier.clone(), self.stand.version, Record::Stand(self.stand.fact));
        }
        if let (Some(key), Some(heen)) = (self.plan.heen.clone(), self.heen.filter(|h| h.changed)) {
            put(&mut set, key, heen.version, Record::Identificatie(Box::new(heen.fact)));
        }
        let eerder = self.identificatie.and_then(|rij| rij.version);
        nieuw.voeg_toe(&mut set, &dossier, (self.plan.identificatie.clone(), eerder), self.plan.declaratie.clone());
        set.expects.sort_unstable();
        set.updates.sort_unstable_by(|a, b| (a.record.table(), &a.key).cmp(&(b.record.table(), &b.key)));
        set
    }
}

/// Rows that only the message under decision brings.
#[derive(Debug, Default)]
pub struct Nieuw {
    /// The Identificatie, when this message is the first with it, or takes over the factuurnummer of a 303 that is free again.
    pub identificatie: Option<IdentificatieFeit>,
    /// The Declaratie, when it was not refused as a whole.
    pub declaratie: Option<DeclaratieFeit>,
    /// Its Prestaties in document order. The first that uses a ReferentieNummer owns it; a later one (refused with 8021) is
    /// kept without it.
    pub prestaties: Vec<PrestatieFeit>,
    /// ReferentieNummers that earlier messages own.
    pub gebruikte_referenties: BTreeSet<SmolStr>,
    /// The message itself.
    pub bericht: Option<Box<crate::record::BerichtRecord>>,
    /// (BerichtCode of the retour, sender of the retour, number).
    pub eigen_nummer: Option<(String, String, String)>,
}

/// Prefix of the Prestaties of one 323, which keeps them together in the order of the message.
pub(crate) fn prestatie_prefix(dossier: &Key, id: BerichtId) -> Key {
    dossier.clone().with(format!("{:032x}", id.0))
}

/// Prefix of the Prestaties of a 323.
pub fn prestaties_prefix(dossier: &Dossier, id: BerichtId) -> Key {
    prestatie_prefix(&dossier_key(dossier), id)
}

/// Key of a message.
pub fn bericht_key(id: BerichtId) -> Key {
    Key::new().with(format!("{:032x}", id.0))
}

fn insert(key: Key, record: Record) -> Insert {
    Insert { key, unique: None, record }
}

fn put(set: &mut ChangeSet, key: Key, version: Option<Version>, record: Record) {
    match version {
        Some(expected) => set.updates.push(Update { key, expected, record }),
        None => set.inserts.push(insert(key, record)),
    }
}
