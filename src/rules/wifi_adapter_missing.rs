//! This computer sees no Wi-Fi card, and no other way out.

use super::{About, Argument, Case, Finding, Part, Rule, Severity, Side, Text, Verdict};
use super::{need, step};
use crate::evidence::host::{Host, Medium};
use crate::evidence::{Foreign, Layer, Symptom};
use crate::text::Tr;

/// The system lists its own interfaces, so what is not there is not there.
const SURE: f64 = 0.95;
/// Inside a container the machine's interfaces are usually out of sight.
const IN_CONTAINER: f64 = 0.6;

pub(super) const RULE: Rule = Rule {
    code: "wifi-adapter-missing",
    layer: Layer::Host,
    side: Side::Computer,
    worst: Severity::Hard,
    needs: &[Part::Host],
    explains: &["not-connected", "no-address", "no-default-route", "router-silent"],
    symptoms: &[(Symptom::Nothing, 1.0), (Symptom::Gadget, 0.1)],
    about: Tr {
        es: About {
            finds: "Mira qué tarjetas de red ve este equipo. Habla cuando no hay ninguna de wifi y tampoco un cable conectado ni otra salida.",
            matters: "Sin tarjeta, el equipo no puede oír ninguna red, por bien que funcione el router.",
            limits: "Calla si internet llega por cable o por otra salida. Dentro de un contenedor o de una máquina virtual la tarjeta puede estar y no verse.",
        },
        en: About {
            finds: "Looks at the network cards this computer sees. Speaks when none of them is a Wi-Fi card and there is no connected cable and no other way out either.",
            matters: "Without a card the computer cannot hear any network, however well the router works.",
            limits: "Silent while the internet comes over a cable or another way. Inside a container or a virtual machine the card may be there and out of sight.",
        },
        pt: About {
            finds: "Verifica quais placas de rede este computador enxerga. Fala quando nenhuma é de Wi-Fi e também não há cabo conectado nem outra saída.",
            matters: "Sem placa, o computador não consegue ouvir nenhuma rede, por melhor que o roteador funcione.",
            limits: "Não diz nada se a internet chega por cabo ou por outra saída. Dentro de um contêiner ou de uma máquina virtual, a placa pode existir e não aparecer.",
        },
    },
    sources: &["the system's own list of interfaces, no threshold"],
    text: Tr {
        es: Text {
            title: "Este equipo no encuentra ninguna tarjeta wifi",
            what: &[
                "La tarjeta es la pieza con la que el equipo entra en el wifi; sin ella no ve ninguna red. Tampoco hay un cable conectado, así que no se abre ninguna página.",
                "Este sistema ({system}) funciona dentro de un contenedor. Puede que desde ahí no se vea una tarjeta que el equipo sí tiene.",
                "El router y tu línea no tienen nada que ver.",
            ],
            steps: &[
                step("Ejecuta wifidoc fuera del contenedor ({system}), en el propio equipo."),
                step(
                    "Si tu wifi es un adaptador USB, sácalo y conéctalo en otra entrada del equipo. (1 minuto)",
                ),
                step(
                    "Si tienes un cable de red, conecta con él el equipo al router. En unos segundos deberías tener internet.",
                ),
                step(
                    "Apaga el equipo del todo, espera 10 segundos y enciéndelo. A veces la tarjeta vuelve a aparecer. (3 minutos)",
                ),
                step(
                    "Pide a alguien que sepa que instale el programa de la tarjeta (el controlador o «driver»). Hará falta internet por cable, o desde un teléfono por USB. (15 minutos)",
                ),
                step(
                    "Si nada de esto ayuda, la tarjeta puede estar rota. Un adaptador wifi USB hace lo mismo y cuesta poco.",
                ),
            ],
            mended: "El equipo vuelve a mostrar la lista de redes wifi.",
            tell_provider: &[],
        },
        en: Text {
            title: "This computer finds no Wi-Fi card",
            what: &[
                "The card is the part that gets the computer onto Wi-Fi; without it, no network is seen. No cable is connected either, so no page opens.",
                "This system ({system}) runs inside a container. From in there, a card that the computer does have may be out of sight.",
                "Your router and your line have nothing to do with it.",
            ],
            steps: &[
                step("Run wifidoc outside the container ({system}), on the computer itself."),
                step(
                    "If your Wi-Fi is a USB adapter, pull it out and plug it into another port of the computer. (1 minute)",
                ),
                step(
                    "If you have a network cable, connect the computer to the router with it. You should have internet within seconds.",
                ),
                step(
                    "Shut the computer down, wait 10 seconds and switch it on. Sometimes the card shows up again. (3 minutes)",
                ),
                step(
                    "Ask somebody who knows how to install the card's software (its driver). That takes internet over a cable, or from a phone by USB. (15 minutes)",
                ),
                step(
                    "If none of this helps, the card may be broken. A USB Wi-Fi adapter does the same and costs little.",
                ),
            ],
            mended: "The computer shows the list of Wi-Fi networks again.",
            tell_provider: &[],
        },
        pt: Text {
            title: "Este computador não encontra nenhuma placa de Wi-Fi",
            what: &[
                "A placa é a peça com que o computador entra no Wi-Fi; sem ela, ele não vê nenhuma rede. Também não há cabo conectado, por isso nenhuma página abre.",
                "Este sistema ({system}) roda dentro de um contêiner. Lá de dentro pode não dar para ver uma placa que o computador tem.",
                "O roteador e a sua linha não têm nada a ver com isso.",
            ],
            steps: &[
                step("Execute o wifidoc fora do contêiner ({system}), no próprio computador."),
                step(
                    "Se o seu Wi-Fi é um adaptador USB, tire-o e coloque em outra entrada do computador. (1 minuto)",
                ),
                step(
                    "Se você tiver um cabo de rede, ligue com ele o computador ao roteador. Em alguns segundos deve haver internet.",
                ),
                step(
                    "Desligue o computador por completo, espere 10 segundos e ligue. Às vezes a placa volta a aparecer. (3 minutos)",
                ),
                step(
                    "Peça a alguém que entenda para instalar o programa da placa (o driver). Vai ser preciso internet por cabo, ou do celular por USB. (15 minutos)",
                ),
                step(
                    "Se nada disso ajudar, a placa pode estar com defeito. Um adaptador de Wi-Fi USB faz o mesmo e custa pouco.",
                ),
            ],
            mended: "O computador volta a mostrar a lista de redes Wi-Fi.",
            tell_provider: &[],
        },
    },
    check,
};

fn check(case: &Case<'_>) -> Result<Verdict, Verdict> {
    let host = need(Part::Host, &case.evidence.host)?;
    if has_a_way(host) {
        return Ok(Verdict::Pass);
    }
    let mut arguments = Vec::new();
    if host.container {
        arguments.push(("system", Argument::Name(Foreign::new(host.system.as_str()))));
    }
    Ok(Verdict::Found(Finding {
        severity: Severity::Hard,
        confidence: if host.container { IN_CONTAINER } else { SURE },
        arguments,
        evidence: &["host.interfaces", "host.container"],
    }))
}

/// True with a radio, a cable that has somebody at its end, or any other way out. What is wrong
/// with one of these is for the layers above to say.
fn has_a_way(host: &Host) -> bool {
    host.interfaces.iter().any(|interface| {
        interface.medium == Medium::Wifi
            || interface.running
                && (interface.medium == Medium::Cable || interface.default_route_metric.is_some())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::testing::{Changed, finding, severity};

    #[test]
    fn a_radio_a_cable_with_a_link_or_another_way_out_is_enough() {
        let hard = Some(Severity::Hard);
        for (medium, running, metric, expected) in [
            (Medium::Wifi, true, Some(600), None),
            (Medium::Wifi, false, None, None),
            (Medium::Cable, true, Some(100), None),
            // A cable whose router gives no address is not a missing card.
            (Medium::Cable, true, None, None),
            (Medium::Cable, false, None, hard),
            (Medium::Other, true, Some(700), None),
            (Medium::Other, true, None, hard),
            (Medium::Tunnel, true, None, hard),
        ] {
            let evidence = Changed::healthy_cable().host(|host| {
                host.interfaces[0].medium = medium;
                host.interfaces[0].running = running;
                host.interfaces[0].default_route_metric = metric;
            });
            assert_eq!(severity(&RULE, &evidence), expected, "{medium:?} {running} {metric:?}");
        }
    }

    #[test]
    fn no_network_at_all_is_less_sure_inside_a_container_and_says_so() {
        for (container, confidence) in [(false, SURE), (true, IN_CONTAINER)] {
            let evidence = Changed::healthy_wifi().host(|host| {
                host.interfaces.clear();
                host.container = container;
            });
            let finding = finding(&RULE, &evidence).unwrap();
            assert!((finding.confidence - confidence).abs() < 1e-9, "{container}");
            assert_eq!(!finding.arguments.is_empty(), container);
        }
    }
}
