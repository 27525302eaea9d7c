// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.apiserver.auth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.Predicate;

/**
 * One rule of a role.
 *
 * <p>Source: {@code pkg/apis/rbac/v1/evaluation_helpers.go}.
 */
record PolicyRule(JsonNode json) {

    boolean allows(RequestAttributes asked) {
        if (!any("verbs", verb -> verb.equals("*") || verb.equals(asked.verb()))) {
            return false;
        }
        return asked.isPath()
                ? any("nonResourceURLs", url -> matchesPath(url, asked.path()))
                : any("apiGroups", group -> group.equals("*") || group.equals(asked.group()))
                        && any("resources", resource -> matchesResource(resource, asked))
                        && matchesName(asked.name());
    }

    private static boolean matchesPath(String url, String path) {
        return url.equals("*")
                || url.equals(path)
                || (url.endsWith("*") && path.startsWith(url.substring(0, url.length() - 1)));
    }

    private static boolean matchesResource(String resource, RequestAttributes asked) {
        return resource.equals("*")
                || resource.equals(asked.ruleResource())
                || (!asked.subresource().isEmpty() && resource.equals("*/" + asked.subresource()));
    }

    private boolean matchesName(String name) {
        return json.path("resourceNames").isEmpty() || any("resourceNames", name::equals);
    }

    /** Tells whether this rule allows all that another one does, which is about one verb of one thing. */
    boolean covers(PolicyRule single) {
        boolean verb = single.all("verbs", one -> any("verbs", own -> own.equals("*") || own.equals(one)));
        if (!verb || single.isAboutPaths()) {
            return verb && single.all("nonResourceURLs", one -> any("nonResourceURLs", own -> matchesPath(own, one)));
        }
        return single.all("apiGroups", one -> any("apiGroups", own -> own.equals("*") || own.equals(one)))
                && single.all("resources", one -> any("resources", own -> coversResource(own, one)))
                && coversNames(single);
    }

    private static boolean coversResource(String own, String one) {
        int slash = one.indexOf('/');
        return own.equals("*") || own.equals(one) || (slash >= 0 && own.equals("*" + one.substring(slash)));
    }

    private boolean coversNames(PolicyRule single) {
        boolean anyName = json.path("resourceNames").isEmpty();
        return anyName
                || (!single.json.path("resourceNames").isEmpty()
                        && single.all("resourceNames", one -> any("resourceNames", one::equals)));
    }

    private boolean all(String field, Predicate<String> condition) {
        for (JsonNode value : json.path(field)) {
            if (!condition.test(value.asText())) {
                return false;
            }
        }
        return true;
    }

    private boolean any(String field, Predicate<String> condition) {
        for (JsonNode value : json.path(field)) {
            if (condition.test(value.asText())) {
                return true;
            }
        }
        return false;
    }

    boolean isAboutPaths() {
        return !json.path("nonResourceURLs").isEmpty();
    }
}
