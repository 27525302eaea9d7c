// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.client;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import java.util.Set;

/**
 * A kind of object as discovery names it.
 *
 * @param group the API group, empty for the core group
 * @param version the version that is read and written here
 * @param kind the kind, such as {@code Pod}
 * @param plural the name in paths, such as {@code pods}
 * @param namespaced whether its objects live in namespaces
 * @param verbs what can be done with its objects
 */
public record DiscoveredKind(
        String group, String version, String kind, String plural, boolean namespaced, Set<String> verbs) {

    /** Returns the API version as objects carry it. */
    public String apiVersion() {
        return group.isEmpty() ? version : group + "/" + version;
    }

    /** Returns the plural with its group, as messages and quotas name it: {@code pods}, {@code jobs.batch}. */
    public String qualifiedPlural() {
        return group.isEmpty() ? plural : plural + "." + group;
    }

    /** Returns the path of all objects of this kind in a namespace. */
    public String collection(String namespace) {
        String root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        return root + (namespaced && !namespace.isEmpty() ? "/namespaces/" + namespace : "") + "/" + plural;
    }

    /** Returns the path of one object. */
    public String path(String namespace, String name) {
        return collection(namespace) + "/" + name;
    }

    public boolean watchable() {
        return verbs.contains("list") && verbs.contains("watch");
    }

    public boolean is(Class<? extends HasMetadata> type) {
        return kind.equals(HasMetadata.getKind(type)) && group.equals(HasMetadata.getGroup(type));
    }

    /** Returns what fabric8 needs to know to work with objects of this kind. */
    public ResourceDefinitionContext context() {
        return new ResourceDefinitionContext.Builder()
                .withGroup(group)
                .withVersion(version)
                .withKind(kind)
                .withPlural(plural)
                .withNamespaced(namespaced)
                .build();
    }
}
