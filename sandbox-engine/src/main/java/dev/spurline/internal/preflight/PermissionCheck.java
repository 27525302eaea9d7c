// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.preflight;

import dev.spurline.PreflightException;
import dev.spurline.internal.plan.SandboxPlan;
import dev.spurline.internal.survey.CustomKind;
import dev.spurline.internal.survey.PermissionQuery;
import dev.spurline.internal.work.EngineThreads;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectAccessReviewBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReview;
import io.fabric8.kubernetes.api.model.authorization.v1.SelfSubjectRulesReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the server what this user may do, with one request a namespace: a right that is lost later shows by itself. What
 * the answer does not grant is asked for again one by one, since not every authorizer can list what it grants.
 */
public final class PermissionCheck implements PermissionQuery {

    private static final Logger LOG = LoggerFactory.getLogger(PermissionCheck.class);

    private final KubernetesClient client;
    private final EngineThreads workers;
    private final boolean anchored;
    private final Map<String, CompletableFuture<GrantedRights>> rules = new ConcurrentHashMap<>();
    private final Map<Question, CompletableFuture<Boolean>> reviews = new ConcurrentHashMap<>();

    /**
     * Asks through a client.
     *
     * @param client the client
     * @param workers run the questions at once
     * @param anchored whether anchors are made
     */
    public PermissionCheck(KubernetesClient client, EngineThreads workers, boolean anchored) {
        this.client = client;
        this.workers = workers;
        this.anchored = anchored;
    }

    /**
     * Starts to ask what every sandbox needs in a namespace; the future fails with a {@link PreflightException}.
     *
     * @param shared whether engines of a run share it
     */
    public CompletableFuture<Boolean> ask(String namespace, boolean shared) {
        return workers.run(() -> require(namespace, needed(shared)));
    }

    private Set<AccessRight> needed(boolean shared) {
        Set<AccessRight> needed = new LinkedHashSet<>(RequiredRights.of(anchored));
        if (shared) {
            needed.addAll(RequiredRights.SHARED);
        }
        return needed;
    }

    /**
     * Checks what a plan needs, in each of its namespaces.
     *
     * @param shared whether engines of a run share the sandbox
     * @throws PreflightException naming everything that is missing
     */
    public void check(SandboxPlan plan, boolean shared) {
        refuse(namespaces(plan)
                .flatMap(namespace -> missing(namespace, List.of(plan), shared).stream())
                .collect(Collectors.joining("\n")));
    }

    private static Stream<String> namespaces(SandboxPlan plan) {
        return plan.steps().stream()
                .map(step -> step.object().getMetadata().getNamespace())
                .distinct();
    }

    private void require(String namespace, Collection<AccessRight> rights) {
        refuse(missing(namespace, rights).orElse(""));
    }

    private static void refuse(String missing) {
        if (!missing.isEmpty()) {
            throw new PreflightException(missing);
        }
    }

    /**
     * Returns which rights are missing of those that every sandbox and some plans need in a namespace, as a sentence with the
     * rules that grant them.
     *
     * @param shared whether engines of a run share the sandboxes
     */
    public Optional<String> missing(String namespace, List<SandboxPlan> plans, boolean shared) {
        return missing(namespace, plans, needed(shared));
    }

    private Optional<String> missing(String namespace, List<SandboxPlan> plans, Set<AccessRight> needed) {
        plans.forEach(plan -> needed.addAll(RequiredRights.of(plan, namespace)));
        return missing(namespace, needed);
    }

    private Optional<String> missing(String namespace, Collection<AccessRight> rights) {
        Set<AccessRight> missing = rights.stream()
                .filter(right -> !granted(right.verb(), right.group(), right.resource(), namespace))
                // Once more, so that nobody is turned away by an answer that is old or has left something out.
                .filter(right -> !review(new Question(right, namespace, "")))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        if (missing.isEmpty()) {
            return Optional.empty();
        }
        rules.remove(namespace);
        return Optional.of(missing.size() == rights.size() ? none(namespace) : some(namespace, missing));
    }

    private static String none(String namespace) {
        return "There is no permission for anything that a sandbox needs in namespace [%s]: is it the right namespace? If so, ask for the Roles of docs/rbac.yaml there"
                .formatted(namespace);
    }

    private static String some(String namespace, Set<AccessRight> missing) {
        return "Permissions are missing in namespace [%s]: %s. Nothing was written. Add to the rules of your Role (docs/rbac.yaml has all of them):\n%s"
                .formatted(namespace, missing, AccessRight.yaml(missing));
    }

    /**
     * Returns whether routes of a kind, and what owns them, may be made in a namespace beside the sandbox's.
     *
     * @param namespace where
     */
    public boolean mayRoute(CustomKind kind, String namespace) {
        return granted(RequiredRights.ofRoutes(kind, anchored), namespace);
    }

    /** Returns whether all is granted that an object of a plan needs. */
    public boolean mayMake(HasMetadata object) {
        return granted(RequiredRights.of(object), object.getMetadata().getNamespace());
    }

    /**
     * Returns which kinds may not be made and removed again.
     *
     * @param kinds the kinds, as {@code namespace/plural.group}
     */
    public Set<String> missing(Collection<String> kinds) {
        return kinds.stream().filter(kind -> !mayMake(kind)).collect(Collectors.toSet());
    }

    private boolean mayMake(String kind) {
        String[] parts = kind.split("/", 2);
        return granted(RequiredRights.of(group(parts[1]), parts[1].split("\\.", 2)[0]), parts[0]);
    }

    private boolean granted(List<AccessRight> rights, String namespace) {
        return rights.stream().allMatch(right -> granted(right.verb(), right.group(), right.resource(), namespace));
    }

    private static String group(String plural) {
        return plural.contains(".") ? plural.substring(plural.indexOf('.') + 1) : "";
    }

    @Override
    public boolean granted(String verb, String group, String resource, String namespace) {
        AccessRight right = new AccessRight(verb, group, resource);
        Question question = new Question(right, namespace, "");
        if (namespace.isEmpty()) {
            return once(question);
        }
        GrantedRights granted = rights(namespace);
        return granted.has(right) || (!granted.complete() && once(question));
    }

    @Override
    public boolean granted(String verb, String group, String resource, String namespace, String name) {
        AccessRight right = new AccessRight(verb, group, resource);
        GrantedRights granted = rights(namespace);
        return granted.has(right, name) || (!granted.complete() && once(new Question(right, namespace, name)));
    }

    private GrantedRights rights(String namespace) {
        return EngineThreads.join(rules.computeIfAbsent(namespace, name -> workers.start(() -> rules(name))));
    }

    private boolean once(Question question) {
        return EngineThreads.join(reviews.computeIfAbsent(question, asked -> workers.start(() -> review(asked))));
    }

    private GrantedRights rules(String namespace) {
        SelfSubjectRulesReview review = new SelfSubjectRulesReviewBuilder()
                .withNewSpec()
                .withNamespace(namespace)
                .endSpec()
                .build();
        try {
            var answer = client.authorization()
                    .v1()
                    .selfSubjectRulesReview()
                    .create(review)
                    .getStatus();
            return new GrantedRights(answer.getResourceRules(), !Boolean.TRUE.equals(answer.getIncomplete()));
        } catch (KubernetesClientException e) {
            LOG.debug("Rules review of namespace [{}] is not answered: {}", namespace, e.getMessage());
            return new GrantedRights(List.of(), false);
        }
    }

    private boolean review(Question question) {
        try {
            SelfSubjectAccessReview answer =
                    client.authorization().v1().selfSubjectAccessReview().create(question.review());
            return Boolean.TRUE.equals(answer.getStatus().getAllowed());
        } catch (KubernetesClientException e) {
            // A server that cannot be asked answers when the right is used.
            LOG.debug("Access review of [{}] is not answered: {}", question, e.getMessage());
            return true;
        }
    }

    private record Question(AccessRight right, String namespace, String name) {

        SelfSubjectAccessReview review() {
            String[] parts = right.resource().split("/", 2);
            return new SelfSubjectAccessReviewBuilder()
                    .withNewSpec()
                    .withNewResourceAttributes()
                    .withNamespace(namespace.isEmpty() ? null : namespace)
                    .withName(name.isEmpty() ? null : name)
                    .withVerb(right.verb())
                    .withGroup(right.group())
                    .withResource(parts[0])
                    .withSubresource(parts.length == 1 ? null : parts[1])
                    .endResourceAttributes()
                    .endSpec()
                    .build();
        }
    }
}
