// SPDX-License-Identifier: Apache-2.0
package dev.spurline.reliability.routing;

import dev.spurline.embedded.routing.RoutingCase;
import dev.spurline.embedded.routing.RoutingScenario;
import java.util.Map;
import java.util.Optional;

/** The routing cases of which no explanation can tell the end, and why. */
final class UntoldCases {

    private static final Map<String, String> FILES =
            Map.of("linkerd-inbound.yaml", "the proxy of the called pod answers: no rule for requests decides there");

    private static final Map<String, String> CASES = Map.of(
            "a Service without selector and endpoints is 503",
            "endpoints of a Service without selector are in EndpointSlices, which no survey reads",
            "a destination by name and namespace is no Service: 503",
            "a ServiceEntry of any namespace may have that name, and a survey reads those of few");

    private UntoldCases() {}

    static Optional<String> reason(RoutingScenario scenario, RoutingCase each) {
        return Optional.ofNullable(FILES.get(RoutingCaseFiles.file(scenario)))
                .or(() -> Optional.ofNullable(CASES.get(each.name())));
    }
}
