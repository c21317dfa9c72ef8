//! The radio of this computer is switched off.

use super::{About, Argument, Case, Finding, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step, step_on};
use crate::evidence::host::{Host, Medium};
use crate::evidence::{Layer, Os, Symptom};
use crate::text::Tr;

pub(super) const RULE: Rule = Rule {
    code: "wifi-off",
    layer: Layer::Host,
    side: Side::Computer,
    worst: Severity::Hard,
    needs: &[Part::Host],
    explains: &["not-connected", "no-address", "no-default-route", "router-silent"],
    symptoms: &[(Symptom::Nothing, 1.0), (Symptom::Gadget, 0.2)],
    about: Tr {
        es: About {
            finds: "Mira si el wifi de este equipo está apagado: con un interruptor o una tecla, con el modo avión o porque el sistema tiene apagada la interfaz.",
            matters: "Con el wifi apagado no hay red, y nada de lo que hagas en el router lo cambia.",
            limits: "No dice nada cuando internet llega por cable. Dentro de un contenedor no se ve el interruptor.",
        },
        en: About {
            finds: "Checks whether this computer's Wi-Fi is switched off: by a switch or key, by airplane mode, or because the system has turned the interface off.",
            matters: "With the Wi-Fi off there is no network, and nothing done at the router changes that.",
            limits: "Says nothing when the internet comes over a cable. Inside a container the switch cannot be seen.",
        },
        pt: About {
            finds: "Verifica se o Wi-Fi deste computador está desligado: por um botão ou tecla, pelo modo avião ou porque o sistema desligou a interface.",
            matters: "Com o Wi-Fi desligado não há rede, e nada do que se faça no roteador muda isso.",
            limits: "Não diz nada quando a internet chega por cabo. Dentro de um contêiner não dá para ver o botão.",
        },
    },
    sources: &["the system's own switch, no threshold"],
    text: Tr {
        es: Text {
            title: "El wifi de este equipo está apagado",
            what: &[
                "Mientras siga apagado, no ve ninguna red y no hay internet.",
                "El router y tu línea no tienen nada que ver.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "Abre el menú de red, arriba a la derecha de la pantalla, y enciende el wifi. Si el modo avión está puesto, quítalo.",
                ),
                step_on(
                    Os::Macos,
                    "Abre el menú de arriba a la derecha de la pantalla y enciende el wifi.",
                ),
                step_on(
                    Os::Windows,
                    "Haz clic en el icono de red, abajo a la derecha de la pantalla, y enciende el wifi. Si el modo avión está puesto, quítalo.",
                ),
                step(
                    "Si no se deja encender, busca una tecla con una antena o un interruptor pequeño en el borde del equipo, y púlsalo.",
                ),
                step("Si sigue igual, reinicia el equipo. (3 minutos)"),
            ],
            mended: "El equipo vuelve a mostrar la lista de redes y se conecta.",
            tell_provider: &[],
        },
        en: Text {
            title: "Wi-Fi is switched off on this computer",
            what: &[
                "While it is off, the computer sees no network and has no internet.",
                "Your router and your line have nothing to do with it.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "Open the network menu at the top right of the screen and turn Wi-Fi on. If airplane mode is on, turn it off.",
                ),
                step_on(
                    Os::Macos,
                    "Open the menu at the top right of the screen and turn Wi-Fi on.",
                ),
                step_on(
                    Os::Windows,
                    "Click the network icon at the bottom right of the screen and turn Wi-Fi on. If airplane mode is on, turn it off.",
                ),
                step(
                    "If it will not turn on, look for a key with an antenna or a small switch on the edge of the computer, and press it.",
                ),
                step("If nothing changes, restart the computer. (3 minutes)"),
            ],
            mended: "The computer shows the list of networks again and connects.",
            tell_provider: &[],
        },
        pt: Text {
            title: "O Wi-Fi deste computador está desligado",
            what: &[
                "Enquanto estiver desligado, ele não vê nenhuma rede e fica sem internet.",
                "O roteador e a sua linha não têm nada a ver com isso.",
            ],
            steps: &[
                step_on(
                    Os::Linux,
                    "Abra o menu de rede, no canto superior direito da tela, e ligue o Wi-Fi. Se o modo avião estiver ligado, desligue-o.",
                ),
                step_on(
                    Os::Macos,
                    "Abra o menu no canto superior direito da tela e ligue o Wi-Fi.",
                ),
                step_on(
                    Os::Windows,
                    "Clique no ícone de rede, no canto inferior direito da tela, e ligue o Wi-Fi. Se o modo avião estiver ligado, desligue-o.",
                ),
                step(
                    "Se ele não ligar, procure uma tecla com uma antena ou um botão pequeno na lateral do computador e aperte.",
                ),
                step("Se nada mudar, reinicie o computador. (3 minutos)"),
            ],
            mended: "O computador volta a mostrar a lista de redes e se conecta.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let host = need(Part::Host, &case.evidence.host)?;
    // A switched-off radio is no fault while a cable carries the traffic.
    if host.medium() != Some(Medium::Wifi) {
        return Ok(Verdict::Pass);
    }
    if !is_off(host) {
        return Ok(Verdict::Pass);
    }
    let switches = host.radio_switches.measured();
    let mut arguments = Vec::new();
    if switches.is_some_and(|switches| switches.iter().any(|switch| switch.hard_blocked)) {
        arguments.push(("hard_blocked", Argument::Count(1)));
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Hard,
        confidence: 0.99,
        arguments,
        evidence: &["host.radio_switches", "host.interfaces"],
    }))
}

/// True when the interface under test is a radio that is switched off.
pub(super) fn is_off(host: &Host) -> bool {
    let switched_off = host.radio_switches.measured().is_some_and(|switches| {
        !switches.is_empty()
            && switches.iter().all(|switch| switch.soft_blocked || switch.hard_blocked)
    });
    host.interface()
        .is_some_and(|radio| radio.medium == Medium::Wifi && (switched_off || !radio.up))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::Outcome;
    use crate::evidence::host::RadioSwitch;
    use crate::rules::testing::{Changed, severity};

    #[test]
    fn a_switch_or_the_system_turns_the_radio_off() {
        for (soft_blocked, hard_blocked, up, expected) in [
            (false, false, true, None),
            (true, false, true, Some(Severity::Hard)),
            (false, true, true, Some(Severity::Hard)),
            (false, false, false, Some(Severity::Hard)),
        ] {
            let evidence = Changed::healthy_wifi().host(|host| {
                host.radio_switches =
                    Outcome::Measured(vec![RadioSwitch { soft_blocked, hard_blocked }]);
                host.interfaces[0].up = up;
            });
            assert_eq!(severity(&RULE, &evidence), expected, "{soft_blocked} {hard_blocked} {up}");
        }
    }

    #[test]
    fn a_cable_makes_the_switch_irrelevant() {
        let evidence = Changed::healthy_cable().host(|host| {
            host.radio_switches =
                Outcome::Measured(vec![RadioSwitch { soft_blocked: true, hard_blocked: false }]);
        });
        assert_eq!(severity(&RULE, &evidence), None);
    }
}
