// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.watch;

import dev.spurline.internal.survey.CustomKind;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.HasMetadata;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What to list and watch.
 *
 * @param type the kind's class
 * @param plural the kind, for people
 * @param path the collection's path on the server
 * @param selector a label selector; empty for all
 */
record WatchTarget<T extends HasMetadata>(Class<T> type, String plural, String path, String selector) {

    static <T extends HasMetadata> WatchTarget<T> of(Class<T> type, String namespace, String selector) {
        String plural = HasMetadata.getPlural(type);
        return new WatchTarget<>(
                type,
                plural,
                path(HasMetadata.getGroup(type), HasMetadata.getVersion(type), Optional.of(namespace), plural),
                selector);
    }

    static WatchTarget<GenericKubernetesResource> of(CustomKind kind, String version, Optional<String> namespace) {
        return new WatchTarget<>(
                GenericKubernetesResource.class,
                kind.plural(),
                path(kind.group(), version, namespace, kind.plural()),
                "");
    }

    private static String path(String group, String version, Optional<String> namespace, String plural) {
        String root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        return root + namespace.map(name -> "/namespaces/" + name).orElse("") + "/" + plural;
    }

    String list() {
        return selector.isEmpty() ? path : path + "?" + labels();
    }

    String watch(String version, long seconds) {
        String all =
                path + "?watch=true&allowWatchBookmarks=true&timeoutSeconds=" + seconds + "&resourceVersion=" + version;
        return selector.isEmpty() ? all : all + "&" + labels();
    }

    private String labels() {
        return "labelSelector=" + URLEncoder.encode(selector, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return path;
    }
}
