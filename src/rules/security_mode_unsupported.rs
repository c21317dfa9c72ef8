//! The network asks for a lock that this computer cannot open, or is not set to open.

use super::{About, Argument, Case, Finding, Missing, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step, step_on, wifi_off};
use crate::analysis::attempts::Attempts;
use crate::analysis::home::Home;
use crate::evidence::host::Medium;
use crate::evidence::networks::{Network, Pmf};
use crate::evidence::wifi::{Locks, Security};
use crate::evidence::{Foreign, Joining, Layer, Os, Outcome, Symptom, Why};
use crate::text::Tr;

/// The access point's own word, once and again.
const TOLD: f64 = 0.85;
const TOLD_AGAIN: f64 = 0.95;
/// The adapter says what it can do, and the network what it demands.
const CANNOT: f64 = 0.9;
/// Somebody looks for networks, hears the home well, and does not even try: that is what happens
/// when the stored settings know another lock (CATALOGUE A3), and also when joining by itself is off.
const NOT_TRIED: f64 = 0.65;
/// Who scans this often without an attempt is not about to try.
const SCANS: u32 = 2;
/// A network weaker than this may not be tried for that reason (CATALOGUE T1c: poor from -80 on).
const HEARD_WELL_DBM: i32 = -80;

pub(super) const RULE: Rule = Rule {
    code: "security-mode-unsupported",
    layer: Layer::Joining,
    side: Side::Wifi,
    worst: Severity::Hard,
    needs: &[Part::Host, Part::Joining, Part::Wifi, Part::Networks],
    explains: &["not-connected", "no-address", "no-default-route", "router-silent"],
    symptoms: &[(Symptom::Nothing, 1.0), (Symptom::Gadget, 0.5)],
    about: Tr {
        es: About {
            finds: "Si no se entra en la red, compara la protección que pide con la que este equipo sabe usar. También escucha si el router rechaza la protección al intentarlo, y si el equipo busca redes y no intenta entrar en una que pide WPA3.",
            matters: "Si la red solo admite WPA3 y el equipo no lo sabe o no lo tiene puesto, no entra nunca, y muchas veces sin dar ningún aviso.",
            limits: "Hay que saber qué red es la tuya: se toma la que el equipo tiene guardada. Si nadie lo intenta, también puede ser que la conexión automática esté apagada: por eso entonces hay menos seguridad.",
        },
        en: About {
            finds: "When the network is not joined, compares the protection it asks for with what this computer can do. Also listens whether the router turns the protection down during an attempt, and whether the computer looks for networks without trying one that asks for WPA3.",
            matters: "When the network takes only WPA3 and the computer cannot do it or is not set to it, it never gets in, often without any message.",
            limits: "It has to be known which network is yours: the one stored on the computer is taken. When nobody tries, connecting by itself may also be off, which is why it is less sure then.",
        },
        pt: About {
            finds: "Quando não se entra na rede, compara a proteção que ela pede com a que este computador sabe usar. Também escuta se o roteador recusa a proteção em uma tentativa, e se o computador procura redes sem tentar uma que pede WPA3.",
            matters: "Se a rede só aceita WPA3 e o computador não sabe usá-lo ou não está configurado para isso, ele nunca entra, muitas vezes sem nenhum aviso.",
            limits: "É preciso saber qual rede é a sua: usa-se a que está guardada no computador. Se ninguém tenta, também pode ser que a conexão automática esteja desligada: por isso há menos certeza.",
        },
    },
    sources: &[
        "IEEE 802.11, status codes 13, 31 and 41 to 46: the lock is turned down",
        "wpa_supplicant: a network whose lock is not in the stored settings is not tried at all",
        "Wi-Fi Alliance, WPA3 specification: WPA3 demands SAE and protected management frames",
    ],
    text: Tr {
        es: Text {
            title: "El wifi pide una protección que este equipo no usa",
            what: &[
                "Tu wifi solo deja entrar con {demanded}, y este equipo no sabe usarlo.",
                "Tu wifi solo deja entrar con {untried}. Este equipo lo oye bien y ni siquiera intenta entrar: seguramente tiene guardada una protección más antigua.",
                "El router contesta que la protección que usa este equipo no le vale. Veces durante la prueba: {refusals}.",
                "La señal y tu línea no son la causa.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "En el menú de red, entra en los ajustes de tu wifi y elige «Olvidar». Elige la red otra vez y escribe la contraseña. (2 minutos)",
                ),
                step_on(
                    Os::Macos,
                    "En los ajustes de wifi, elige «Olvidar esta red» en la tuya. Elígela otra vez y escribe la contraseña. (2 minutos)",
                ),
                step_on(
                    Os::Windows,
                    "En el icono de red, haz clic con el botón derecho en tu wifi y elige «Olvidar». Elígelo otra vez y escribe la contraseña. (2 minutos)",
                ),
                step(
                    "Instala las actualizaciones del sistema, conectado con un cable o con el teléfono. A veces traen WPA3. (20 minutos)",
                ),
                step(
                    "En los ajustes del router, cambia la seguridad del wifi a «WPA2/WPA3» (también se llama mixta o de transición). Valen para aparatos nuevos y antiguos. (10 minutos)",
                ),
                step("Pide a tu operador que ponga el wifi en modo WPA2/WPA3."),
            ],
            mended: "El equipo entra en el wifi y sigue conectado.",
            tell_provider: &[],
        },
        en: Text {
            title: "The Wi-Fi asks for a protection that this computer does not use",
            what: &[
                "Your Wi-Fi lets in only with {demanded}, which this computer cannot do.",
                "Your Wi-Fi lets in only with {untried}. This computer hears it well and does not even try: it most likely has an older protection stored.",
                "The router answers that the protection this computer uses will not do. Times during the test: {refusals}.",
                "The signal and your line are not the cause.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "In the network menu, open your Wi-Fi's settings and choose \"Forget\". Choose the network again and type the password. (2 minutes)",
                ),
                step_on(
                    Os::Macos,
                    "In the Wi-Fi settings, choose \"Forget This Network\" for yours. Choose it again and type the password. (2 minutes)",
                ),
                step_on(
                    Os::Windows,
                    "Under the network icon, right-click your Wi-Fi and choose \"Forget\". Choose it again and type the password. (2 minutes)",
                ),
                step(
                    "Install the system's updates, connected by cable or through the phone. They sometimes bring WPA3. (20 minutes)",
                ),
                step(
                    "In the router's settings, change the Wi-Fi security to \"WPA2/WPA3\" (also called mixed or transition). It serves new and old devices. (10 minutes)",
                ),
                step("Ask your provider to set the Wi-Fi to WPA2/WPA3."),
            ],
            mended: "The computer joins the Wi-Fi and stays connected.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O Wi-Fi pede uma proteção que este computador não usa",
            what: &[
                "O seu Wi-Fi só deixa entrar com {demanded}, que este computador não sabe usar.",
                "O seu Wi-Fi só deixa entrar com {untried}. Este computador o recebe bem e nem tenta entrar: provavelmente tem guardada uma proteção mais antiga.",
                "O roteador responde que a proteção que este computador usa não serve. Vezes durante o teste: {refusals}.",
                "O sinal e a sua linha não são a causa.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "No menu de rede, abra as configurações do seu Wi-Fi e escolha \"Esquecer\". Escolha a rede de novo e digite a senha. (2 minutos)",
                ),
                step_on(
                    Os::Macos,
                    "Nas configurações de Wi-Fi, escolha \"Esquecer Esta Rede\" na sua. Escolha-a de novo e digite a senha. (2 minutos)",
                ),
                step_on(
                    Os::Windows,
                    "No ícone de rede, clique com o botão direito no seu Wi-Fi e escolha \"Esquecer\". Escolha-o de novo e digite a senha. (2 minutos)",
                ),
                step(
                    "Instale as atualizações do sistema, conectado por cabo ou pelo celular. Às vezes elas trazem o WPA3. (20 minutos)",
                ),
                step(
                    "Nas configurações do roteador, mude a segurança do Wi-Fi para \"WPA2/WPA3\" (também chamada de mista ou de transição). Serve para aparelhos novos e antigos. (10 minutos)",
                ),
                step("Peça à sua operadora para pôr o Wi-Fi em WPA2/WPA3."),
            ],
            mended: "O computador entra no Wi-Fi e continua conectado.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let host = need(Part::Host, &case.evidence.host)?;
    if host.medium() != Some(Medium::Wifi) {
        return Err(Verdict::Unknown(Missing::NotApplicable));
    }
    let joining = need(Part::Joining, &case.evidence.joining)?;
    if joining.joined || wifi_off::is_off(host) {
        return Ok(Verdict::Pass);
    }
    let attempts = Attempts::of(joining);
    if attempts.lock > 0 {
        let confidence = if attempts.lock > 1 { TOLD_AGAIN } else { TOLD };
        let told = ("refusals", Argument::Count(attempts.lock.into()));
        return Ok(found(confidence, told, &["joining.events"]));
    }
    // Who is asked for the password, or refused for another reason, had the right lock.
    if attempts.turned_down() || attempts.under_way.is_some() {
        return Ok(Verdict::Pass);
    }
    need(Part::Networks, &case.evidence.networks)?;
    let home = Home::of(case.evidence).filter(|home| !home.points.is_empty());
    // Without a home that is heard there is no lock to compare with.
    let home =
        home.ok_or(Verdict::Unknown(Missing::Evidence(Part::Networks, Why::NothingThere)))?;
    let wifi = need(Part::Wifi, &case.evidence.wifi)?;
    let name = |demand| Argument::Name(Foreign::new(demand));
    if let Outcome::Measured(locks) = &wifi.locks
        && let Some(demand) = of_all(&home.points, |point| demands(point, *locks))
    {
        let seen = &["wifi.locks", "networks.heard"];
        return Ok(found(CANNOT, ("demanded", name(demand)), seen));
    }
    let heard_well =
        home.points.iter().any(|point| point.rssi_dbm.is_some_and(|dbm| dbm >= HEARD_WELL_DBM));
    let new = of_all(&home.points, |point| demands(point, OLD));
    match new.filter(|_| heard_well && looks_and_does_not_try(joining)) {
        Some(demand) => {
            let seen = &["joining.events", "joining.scans", "networks.heard"];
            Ok(found(NOT_TRIED, ("untried", name(demand)), seen))
        }
        None => Ok(Verdict::Pass),
    }
}

/// What a computer has that was set up before WPA3.
const OLD: Locks = Locks { wpa2: true, wpa3: false, pmf: false };

/// What an access point demands that these locks do not have, by the name it has in settings.
fn demands(point: &Network, locks: Locks) -> Option<&'static str> {
    match point.security? {
        Security::Wpa3 if !(locks.wpa3 && locks.pmf) => Some("WPA3"),
        Security::Wpa2 if !locks.wpa2 => Some("WPA2"),
        _ if point.pmf == Pmf::Required && !locks.pmf => Some("PMF"),
        _ => None,
    }
}

/// What each of them demands, where none lets in without.
fn of_all(
    points: &[&Network],
    demand: impl Fn(&Network) -> Option<&'static str>,
) -> Option<&'static str> {
    points.iter().map(|point| demand(point)).reduce(Option::and).flatten()
}

/// True when somebody listens for networks again and again and tries none of them.
fn looks_and_does_not_try(joining: &Joining) -> bool {
    joining.scans >= SCANS && joining.events.is_empty()
}

fn found(
    confidence: f64,
    argument: (&'static str, Argument),
    evidence: &'static [&'static str],
) -> Verdict {
    Verdict::Found(Finding {
        severity: Severity::Hard,
        confidence,
        arguments: vec![argument],
        evidence,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::joining::{Event, What};
    use crate::report::Report;
    use crate::rules::testing::{Changed, finding, verdict};

    const ALL: Locks = Locks { wpa2: true, wpa3: true, pmf: true };

    /// The home with this lock is heard, and this is what became of joining it.
    fn home(security: Security, pmf: Pmf, locks: Locks, scans: u32, events: &[What]) -> Changed {
        let events = events.iter().map(|what| Event { at_ms: 500, what: *what }).collect();
        Changed::healthy_wifi()
            .networks(|networks| {
                let home = &mut networks.heard[0];
                (home.security, home.pmf, home.associated) = (Some(security), pmf, false);
            })
            .wifi(|wifi| wifi.locks = Outcome::Measured(locks))
            .not_joined(|joining| (joining.events, joining.scans) = (events, scans))
    }

    fn confidence(changed: &Changed) -> Option<f64> {
        finding(&RULE, changed).map(|finding| finding.confidence)
    }

    #[test]
    fn a_lock_that_the_adapter_cannot_open_is_the_cause() {
        let no_wpa3 = Locks { wpa3: false, ..ALL };
        for (security, pmf, locks, expected) in [
            (Security::Wpa3, Pmf::Required, no_wpa3, Some(CANNOT)),
            (Security::Wpa3, Pmf::Required, ALL, None),
            (Security::Wpa2Wpa3, Pmf::Possible, no_wpa3, None),
            (Security::Wpa2, Pmf::No, no_wpa3, None),
            (Security::Wpa2, Pmf::Required, OLD, Some(CANNOT)),
            (Security::Wpa2, Pmf::Required, ALL, None),
            (Security::Wpa2, Pmf::No, Locks { wpa2: false, ..OLD }, Some(CANNOT)),
            (Security::Open, Pmf::No, OLD, None),
        ] {
            let seen = confidence(&home(security, pmf, locks, 0, &[]));
            assert_eq!(seen, expected, "{security:?} {pmf:?} {locks:?}");
        }
    }

    #[test]
    fn one_access_point_that_lets_in_the_old_way_is_enough() {
        let no_wpa3 = Locks { wpa3: false, ..ALL };
        let both = home(Security::Wpa3, Pmf::Required, no_wpa3, 0, &[])
            .hearing(crate::evidence::composed::network("HomeNet", 2412, -60));
        assert_eq!(confidence(&both), None);
    }

    #[test]
    fn a_home_that_is_heard_well_and_not_tried_is_set_up_with_another_lock() {
        for (security, rssi_dbm, scans, expected) in [
            (Security::Wpa3, -50, 2, Some(NOT_TRIED)),
            (Security::Wpa3, -80, 2, Some(NOT_TRIED)),
            (Security::Wpa3, -81, 2, None),
            (Security::Wpa3, -50, 1, None),
            (Security::Wpa2Wpa3, -50, 9, None),
        ] {
            let pmf = if security == Security::Wpa3 { Pmf::Required } else { Pmf::Possible };
            let seen = home(security, pmf, ALL, scans, &[])
                .networks(|networks| networks.heard[0].rssi_dbm = Some(rssi_dbm));
            assert_eq!(confidence(&seen), expected, "{security:?} {rssi_dbm} {scans}");
        }
    }

    #[test]
    fn the_routers_own_word_counts_and_a_wrong_password_is_not_a_lock() {
        let auth = What::Authenticated { algorithm: 0, transaction: 2, status: 0 };
        for (events, expected) in [
            (vec![auth, What::Associated { status: 43 }], Some(TOLD)),
            (
                vec![What::Associated { status: 31 }, What::Associated { status: 31 }],
                Some(TOLD_AGAIN),
            ),
            (vec![What::Authenticated { algorithm: 3, transaction: 2, status: 1 }], None),
            (vec![auth, What::Associated { status: 17 }], None),
        ] {
            let no_wpa3 = Locks { wpa3: false, ..ALL };
            let seen = home(Security::Wpa3, Pmf::Required, no_wpa3, 5, &events);
            assert_eq!(confidence(&seen), expected, "{events:?}");
        }
    }

    #[test]
    fn without_a_home_that_is_heard_there_is_no_lock_to_compare() {
        let unknown = home(Security::Wpa3, Pmf::Required, OLD, 5, &[])
            .networks(|networks| networks.known = Outcome::Unavailable(Why::NotReported));
        let missing = Missing::Evidence(Part::Networks, Why::NothingThere);
        assert_eq!(verdict(&RULE, &unknown), Verdict::Unknown(missing));
        assert_eq!(verdict(&RULE, &Changed::healthy_wifi()), Verdict::Pass);
        assert_eq!(
            verdict(&RULE, &Changed::healthy_cable()),
            Verdict::Unknown(Missing::NotApplicable)
        );
    }

    #[test]
    fn it_accounts_for_not_being_connected() {
        let report = home(Security::Wpa3, Pmf::Required, Locks { wpa3: false, ..ALL }, 3, &[]);
        let cause = Report::of(&report.0).conclusion.and_then(|conclusion| conclusion.cause);
        assert_eq!(cause.map(|rule| rule.code), Some(RULE.code));
    }
}
