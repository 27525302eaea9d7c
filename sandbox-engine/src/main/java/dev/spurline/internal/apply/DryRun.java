// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import dev.spurline.SandboxException;
import dev.spurline.internal.preflight.AdmissionChange;
import dev.spurline.internal.routing.SharedRoute;
import dev.spurline.internal.work.RetryPolicy;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Resource;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Asks the server what it would make of an object; nothing is written.
 *
 * @param writer reaches the kinds
 */
record DryRun(ObjectWriter writer) {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    /**
     * Asks about an object that is to be created, or joined if it is shared and there already.
     *
     * @throws KubernetesClientException if the server refuses, or does not answer
     * @throws SandboxException if it would not be as it is sent
     */
    void create(HasMetadata object) {
        Optional<GenericKubernetesResource> joined = joined(object);
        if (joined.isPresent()) {
            patch(joined.get());
        } else {
            ask(object, resource -> resource.dryRun().create());
        }
    }

    /**
     * Asks about an object that is there and is to be changed, or joined if it is shared.
     *
     * @throws KubernetesClientException if the server refuses, or does not answer
     * @throws SandboxException if it would not be as it is sent
     */
    void change(HasMetadata object) {
        patch(joined(object).map(HasMetadata.class::cast).orElse(object));
    }

    private Optional<GenericKubernetesResource> joined(HasMetadata object) {
        return SharedRoute.of(object).flatMap(writer.shared()::rehearsed);
    }

    private void patch(HasMetadata object) {
        String patch = PlanUpdater.patch(object).toString();
        ask(object, resource -> resource.dryRun().patch(PlanUpdater.JSON_PATCH, patch));
    }

    private void ask(HasMetadata object, Function<Resource<? extends HasMetadata>, ? extends HasMetadata> question) {
        HasMetadata answer = RetryPolicy.limited(
                writer.client(), 0, PATIENCE, client -> question.apply(writer.resource(client, object)));
        AdmissionChange.refuse("would be", object, answer);
    }
}
