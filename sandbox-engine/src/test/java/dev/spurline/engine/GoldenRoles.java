// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import dev.spurline.internal.plan.GoldenCase;
import dev.spurline.internal.survey.CustomKind;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBinding;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBindingBuilder;
import io.fabric8.kubernetes.api.model.rbac.ClusterRoleBuilder;
import io.fabric8.kubernetes.api.model.rbac.PolicyRule;
import io.fabric8.kubernetes.api.model.rbac.PolicyRuleBuilder;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** What an engine may do in a {@link GoldenCase}: what docs/rbac.yaml gives, but for what the case withholds. */
final class GoldenRoles {

    static final String ACCOUNT = LeastPower.ACCOUNT;
    private static final List<String> READ = List.of("list", "watch");
    private static final List<String> ROUTES = List.of("create", "delete", "list", "patch", "watch");
    private static final KubernetesSerialization YAML = new KubernetesSerialization();
    private static final Set<String> GRANTED = LeastPower.granted();

    private GoldenRoles() {}

    static List<String> of(GoldenCase golden) {
        List<String> manifests = new ArrayList<>();
        manifests.addAll(restricted(LeastPower.roles(golden.namespace()), golden.namespace(), golden));
        golden.joins()
                .forEach(other ->
                        manifests.addAll(restricted(LeastPower.roles(golden.namespace(), other), other, golden)));
        manifests.add(elsewhere(golden));
        return manifests;
    }

    private static List<String> restricted(String roles, String namespace, GoldenCase golden) {
        return Stream.of(roles.split("(?m)^---$"))
                .filter(yaml -> golden.readsMeshConfig() || !yaml.contains("name: spurline-mesh-config"))
                .map(yaml -> restrict(yaml, namespace, golden))
                .toList();
    }

    private static String restrict(String yaml, String namespace, GoldenCase golden) {
        Object object = YAML.unmarshal(yaml);
        if (!(object instanceof Role role)) {
            return yaml;
        }
        Predicate<String> unread = plural -> golden.unread().stream().anyMatch(kind -> plural.equals(plural(kind)));
        List<PolicyRule> rules = new ArrayList<>();
        for (PolicyRule rule : role.getRules()) {
            for (String plural : rule.getResources()) {
                if (!unread.test(plural)) {
                    rules.add(new PolicyRuleBuilder(rule)
                            .withResources(plural)
                            .withVerbs(verbs(rule, plural, namespace, golden))
                            .build());
                }
            }
        }
        role.setRules(rules);
        return YAML.asYaml(role);
    }

    private static String plural(String kind) {
        return Arrays.stream(CustomKind.values())
                .filter(custom -> custom.kind().equals(kind))
                .map(CustomKind::plural)
                .findFirst()
                .orElse(kind.toLowerCase(Locale.ROOT) + "s");
    }

    private static List<String> verbs(PolicyRule rule, String plural, String namespace, GoldenCase golden) {
        String kind =
                "%s/%s.%s".formatted(namespace, plural, rule.getApiGroups().get(0));
        boolean missing = golden.missing().contains(kind);
        return rule.getVerbs().stream()
                .filter(verb -> !missing || !verb.equals("delete"))
                .toList();
    }

    /** A kind of routes that the Roles of docs/rbac.yaml leave out: whose mesh needs it adds its verbs. */
    private static boolean isOnlyReadByRoles(CustomKind kind) {
        return kind.is(CustomKind.Role.ROUTE) && !GRANTED.contains("create " + kind.resource());
    }

    private static String elsewhere(GoldenCase golden) {
        List<PolicyRule> rules = Arrays.stream(CustomKind.values())
                .filter(kind -> kind.reach() != CustomKind.Reach.NAMESPACE)
                .filter(kind -> !golden.unreadElsewhere().contains(kind.kind()))
                .map(kind -> new PolicyRuleBuilder()
                        .withApiGroups(kind.group())
                        .withResources(kind.plural())
                        .withVerbs(isOnlyReadByRoles(kind) ? ROUTES : READ)
                        .build())
                .toList();
        ClusterRoleBinding binding = new ClusterRoleBindingBuilder()
                .withMetadata(
                        new ObjectMetaBuilder().withName(golden.namespace()).build())
                .withNewRoleRef("rbac.authorization.k8s.io", "ClusterRole", golden.namespace())
                .addNewSubject("", "ServiceAccount", ACCOUNT, golden.namespace())
                .build();
        return YAML.asYaml(new ClusterRoleBuilder()
                        .withMetadata(new ObjectMetaBuilder()
                                .withName(golden.namespace())
                                .build())
                        .withRules(rules)
                        .build())
                + "---\n" + YAML.asYaml(binding).replaceFirst("^---\n", "");
    }
}
