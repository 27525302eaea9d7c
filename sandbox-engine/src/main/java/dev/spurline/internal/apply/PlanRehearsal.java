// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.apply;

import dev.spurline.SandboxException;
import dev.spurline.internal.work.AdmissionCure;
import dev.spurline.internal.work.EngineThreads;
import dev.spurline.internal.work.ErrorMessage;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Asks the server by dry-run about all objects of a sandbox that is not to be opened, and gathers what it would refuse. */
public final class PlanRehearsal {

    private static final int CONFLICT = 409;
    private static final int TOO_MANY = 429;

    private final DryRun dryRun;
    private final EngineThreads workers;

    /**
     * Prepares to ask.
     *
     * @param writer reaches the kinds
     * @param workers run the questions
     */
    public PlanRehearsal(ObjectWriter writer, EngineThreads workers) {
        this.dryRun = new DryRun(writer);
        this.workers = workers;
    }

    /** Returns what would be refused, a sentence each. What cannot be told by dry-run is no refusal. */
    public List<String> refusals(Collection<HasMetadata> objects) {
        List<CompletableFuture<Optional<String>>> asked = objects.stream()
                .map(object -> workers.start(() -> refusal(object)))
                .toList();
        return asked.stream()
                .flatMap(answer -> EngineThreads.join(answer).stream())
                .toList();
    }

    private Optional<String> refusal(HasMetadata object) {
        try {
            dryRun.create(object);
            return Optional.empty();
        } catch (KubernetesClientException e) {
            return refused(e) ? Optional.of(sentence(object, e)) : Optional.empty();
        } catch (SandboxException e) {
            return Optional.of(ErrorMessage.of(e));
        }
    }

    private static String sentence(HasMetadata object, KubernetesClientException refusal) {
        return "Creating [%s %s/%s] would be refused: %s%s"
                .formatted(
                        object.getKind(),
                        object.getMetadata().getNamespace(),
                        object.getMetadata().getName(),
                        ErrorMessage.of(refusal),
                        AdmissionCure.of(refusal));
    }

    /**
     * A webhook with side effects is not asked at dry-runs (kubernetes.io/docs/reference/access-authn-authz/
     * extensible-admission-controllers/#side-effects), and a missing right is told with what grants it.
     */
    static boolean refused(KubernetesClientException e) {
        String message = String.valueOf(e.getMessage());
        return e.getCode() >= 400
                && e.getCode() != CONFLICT
                && e.getCode() != TOO_MANY
                && !message.contains("does not support dry run")
                && !message.contains("is forbidden: User ");
    }
}
