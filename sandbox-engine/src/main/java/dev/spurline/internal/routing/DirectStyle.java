// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import java.util.List;
import java.util.function.Consumer;

/**
 * No routing at all, for a fork that is the first hop of a test's requests: those go by port-forward into the fork, and what
 * anybody else sends goes to the baseline.
 */
final class DirectStyle extends StyleWithoutRoutes {

    DirectStyle() {
        super(RoutingChoice.DIRECT);
    }

    @Override
    public String title() {
        return "nothing: requests that a test sends to it go straight into the fork";
    }

    @Override
    public List<SandboxRoute> routes(RoutedService service, SandboxRouting sandbox, Consumer<String> warnings) {
        warnings.accept(
                "Fork of %s gets only the requests that a test itself sends to that Service, because %s: what other workloads send to it reaches the baseline, whatever key it carries, and evidence counts only what the test's own clients send"
                        .formatted(service.title(), sandbox.choice().reason()));
        return super.routes(service, sandbox, warnings);
    }
}
