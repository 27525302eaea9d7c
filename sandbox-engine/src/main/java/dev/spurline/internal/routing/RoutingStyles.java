// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.ServiceMesh;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All ways of routing, the preferred first. */
public final class RoutingStyles {

    /** Those that write routes. */
    private static final List<RoutingStyle> WRITING = List.of(
            new GatewayApiStyle(),
            new VirtualServiceSlotStyle(),
            new VirtualServiceShadowStyle(),
            new VirtualServiceRootStyle());

    /** Those that somebody has to ask for; nobody else need hear of them. */
    private static final List<RoutingStyle> ASKED_FOR = List.of(new StagingOverridesStyle(), new DirectStyle());

    private static final List<RoutingStyle> ALL =
            Stream.concat(WRITING.stream(), ASKED_FOR.stream()).toList();

    private RoutingStyles() {}

    /** Returns all styles, the preferred first. */
    static List<RoutingStyle> all() {
        return ALL;
    }

    /** Returns the styles that write routes. */
    static List<RoutingStyle> writing() {
        return WRITING;
    }

    /** Returns the style by which a Service is routed: the first that suits it, or else the first, which then says why not. */
    static RoutingStyle of(RoutedService service, SandboxRouting sandbox) {
        return ALL.stream()
                .filter(style -> style.suits(service, sandbox).suits())
                .findFirst()
                .orElse(ALL.get(0));
    }

    /** Returns how a Service is routed and why, and for the other ways why not: a line, and a further one for each reason. */
    static List<String> explain(RoutedService service, SandboxRouting sandbox) {
        RoutingStyle chosen = of(service, sandbox);
        Map<String, List<String>> others = new LinkedHashMap<>();
        (ASKED_FOR.contains(chosen) ? Stream.<RoutingStyle>empty() : WRITING.stream())
                .filter(style -> !style.title().equals(chosen.title()))
                .forEach(style -> others.computeIfAbsent(
                                whyNot(style.suits(service, sandbox), chosen), reason -> new ArrayList<>())
                        .add(style.title()));
        List<String> lines = new ArrayList<>();
        lines.add("%s is routed by %s, because %s"
                .formatted(
                        service.title(),
                        chosen.title(),
                        chosen.suits(service, sandbox).reason()));
        others.forEach(
                (reason, titles) -> lines.add("not by %s: %s".formatted(String.join(", nor by ", titles), reason)));
        if (sandbox.noStore()) {
            chosen.whyAnswersMayBeStored().ifPresent(lines::add);
        }
        return lines;
    }

    /** One that suits as well says why it does, which is no reason against it. */
    private static String whyNot(Suitability other, RoutingStyle chosen) {
        return other.suits() ? "%s is preferred to it".formatted(chosen.title()) : other.reason();
    }

    /**
     * Returns what the controllers of Gateways say of a route of a sandbox that is bound to those alone.
     *
     * @param title the route, for people
     */
    public static RouteAcceptance acceptanceAtGateways(GenericKubernetesResource route, String title) {
        return GatewayApiStatus.readAtGateways(route, title);
    }

    /**
     * Returns what the mesh's controller says of a route of a sandbox, as the style that made it reads it.
     *
     * @param title the route, for people
     */
    public static RouteAcceptance acceptance(GenericKubernetesResource route, ServiceMesh mesh, String title) {
        return CustomKind.of(route)
                .flatMap(kind -> ALL.stream()
                        .filter(style -> style.writes().contains(kind))
                        .findFirst())
                .map(style -> style.acceptance(route, mesh, title))
                .orElseGet(RouteAcceptance.Pending::new);
    }
}
