// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.plan;

import dev.spurline.internal.survey.SpurlineLabels;
import dev.spurline.internal.survey.Survey;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Policies of others that let the baseline in, or out, by its labels. They cannot be cloned: they are others'. */
final class PeerPolicies {

    private final Survey survey;

    PeerPolicies(Survey survey) {
        this.survey = survey;
    }

    /** Returns the labels by which peers know something with these labels; better not changed. */
    Set<String> keys(Map<String, String> labels) {
        return survey.networkPolicies().stream()
                .flatMap(PeerPolicies::selectors)
                .filter(selector -> !selector.everything() && selector.selects(labels))
                .flatMap(selector -> selector.terms().stream())
                .map(PodSelector.Term::key)
                .collect(Collectors.toSet());
    }

    /** Returns the policies that know the first labels and no longer the second, as {@code namespace/name}. */
    List<String> lost(Map<String, String> before, Map<String, String> after) {
        return survey.networkPolicies().stream()
                .filter(policy -> !SpurlineLabels.ofSandbox(policy))
                .filter(policy ->
                        selectors(policy).anyMatch(selector -> selector.selects(before) && !selector.selects(after)))
                .map(policy -> policy.getMetadata().getNamespace() + "/"
                        + policy.getMetadata().getName())
                .toList();
    }

    private static Stream<PodSelector> selectors(NetworkPolicy policy) {
        Stream<NetworkPolicyPeer> from =
                policy.getSpec().getIngress().stream().flatMap(rule -> rule.getFrom().stream());
        Stream<NetworkPolicyPeer> to = policy.getSpec().getEgress().stream().flatMap(rule -> rule.getTo().stream());
        return Stream.concat(from, to)
                .map(NetworkPolicyPeer::getPodSelector)
                .filter(Objects::nonNull)
                .map((LabelSelector selector) -> PodSelector.of(selector));
    }
}
