// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.routing;

import java.util.List;
import java.util.Optional;

/** Staging overrides: a request says where the forks are, and the callers' Envoys obey, once somebody has configured them to. */
final class StagingOverridesStyle extends StyleWithoutRoutes {

    StagingOverridesStyle() {
        super(RoutingChoice.OVERRIDES);
    }

    @Override
    public String title() {
        return "what requests say (staging overrides)";
    }

    /** Its fork's Service has the same ports. */
    @Override
    public List<ForkMember> members(RoutedService service, SandboxRouting sandbox) {
        String namespace = service.service().getMetadata().getNamespace();
        String name = service.service().getMetadata().getName();
        return Optional.ofNullable(sandbox.forks().get(RoutedService.name(service.service()))).stream()
                .flatMap(fork -> service.ports().stream().map(port -> new ForkMember(name, namespace, port, fork)))
                .toList();
    }

    @Override
    public Optional<String> whyAnswersMayBeStored() {
        return Optional.of(
                "answers of its fork cannot say cache-control: no-store, because no rule is written for them: a "
                        + "cache on the way may give them to others");
    }
}
