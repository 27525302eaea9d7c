// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.routing;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Why a sandbox may be refused in a routing case. A reason that is not among these is a fault. */
enum RefusedSandbox {
    /** The setting asks for an HTTPRoute where one would hide the owner's rules from callers in the namespace. */
    NO_ROUTE_BESIDE(
            "gateway-api",
            "Service .* is routed by VirtualService .*, beside which Istio follows no HTTPRoute: leave spurline.routing out"),

    /** The setting asks for a VirtualService where some callers would follow it, and others the owner's routes. */
    NO_VIRTUAL_SERVICE_BESIDE(
            "virtual-service",
            "Service .* is routed by (HTTPRoute|GRPCRoute) .*, beside which only some callers follow a VirtualService: leave spurline.routing out, for all engines"),

    /** One object of ours repeats the rules of one of others. */
    DIFFERENT_FOR_CALLERS(
            "", "Callers of Service .* follow different VirtualServices: .* Let one VirtualService be for all of them"),

    /** A private VirtualService, or one that is exported by name, outranks a younger one of ours. */
    NOT_TO_OUTRANK("", "VirtualService .* so that no VirtualService of ours could outrank it there: .*"),

    /** Each caller follows one kind, which one depends on its namespace and on their age. */
    BOTH_KINDS(
            "",
            "Service .* has VirtualService .* and HTTPRoute .* at once, of which each caller follows one kind alone: keep one kind"),

    /** What the rules leave to the Service itself for some callers alone cannot be said. */
    FOR_SOME_CALLERS(
            "",
            "VirtualService .* has rules for port .*, but only for callers in a namespace or with labels, so that others go past it: .*"),

    /** Istio answers for that spelling alone, and no client writes it. */
    SPELLING("", "VirtualService .* names .*, which Istio takes for another host than Service .*"),

    /** A route for callers of some namespaces hides from them what is for all, and one of ours would be for all. */
    FOR_SOME_NAMESPACES(
            "",
            "Port .* of Service .* has routes for callers of some namespaces only .*, to which Linkerd would add ours: .*"),

    /** A filter or an annotation of the owner's route, because of which Linkerd drops the whole route, would drop ours, too. */
    DROPPED_ROUTE(
            "", "HTTPRoute .* has the (filter|annotation) .*, because of which Linkerd follows none of its rules: .*"),

    /** What the owner's route refers to is not there, so that a copy of it is not to be used either. */
    BROKEN_REFERENCE(
            "",
            "Route of sandbox .* is refused, .* says .ResolvedRefs. is .False., .*Mend what it refers to; it is a copy of the routes on its Service"),

    /** Envoys have lines for Services of owners, and a workload with the name of a fork is none. */
    NO_LINES(
            "overrides",
            "No Envoy of the callers obeys staging overrides for Service .shop/[a-z]+-[a-z][a-z2-7]{9}.: .*"),

    /** Somebody has an object of the name at which sandboxes meet. */
    NAME_TAKEN(
            "",
            "VirtualService .* has the name of the one that sandboxes on Service .* share, .*: give it another name");

    private final String way;
    private final Pattern message;

    RefusedSandbox(String way, String message) {
        this.way = way;
        this.message = Pattern.compile(message, Pattern.DOTALL);
    }

    /** Returns the reason that a message gives. */
    static Optional<RefusedSandbox> of(String routing, String message) {
        return Stream.of(values())
                .filter(reason -> List.of("", routing).contains(reason.way)
                        && reason.message.matcher(message).matches())
                .findFirst();
    }
}
