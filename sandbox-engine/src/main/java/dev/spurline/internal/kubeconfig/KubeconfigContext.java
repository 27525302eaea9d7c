// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.kubeconfig;

import com.fasterxml.jackson.databind.node.MissingNode;
import dev.spurline.PreflightException;
import dev.spurline.Settings;
import dev.spurline.cluster.internal.text.NearestName;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A context with the cluster and the user that it names, each from the first file that has them.
 *
 * @param context the context
 * @param cluster its cluster
 * @param user its user; says nothing if the context names none
 */
record KubeconfigContext(KubeconfigEntry context, KubeconfigEntry cluster, KubeconfigEntry user) {

    /**
     * Finds a context.
     *
     * @return empty if no file has it
     * @throws PreflightException if it names a cluster or a user that no file has
     */
    static Optional<KubeconfigContext> find(List<KubeconfigDocument> files, String name) {
        return first(files, KubeconfigDocument::contexts, name)
                .map(context -> new KubeconfigContext(
                        context,
                        named(
                                files,
                                KubeconfigDocument::clusters,
                                "cluster",
                                context.required("it", "cluster"),
                                context),
                        context.text("user")
                                .map(user -> named(files, KubeconfigDocument::users, "user", user, context))
                                .orElseGet(() -> nobody(context))));
    }

    private static KubeconfigEntry nobody(KubeconfigEntry context) {
        return new KubeconfigEntry("user", "", MissingNode.getInstance(), context.file());
    }

    private static KubeconfigEntry named(
            List<KubeconfigDocument> files,
            Function<KubeconfigDocument, List<KubeconfigEntry>> list,
            String kind,
            String name,
            KubeconfigEntry context) {
        return first(files, list, name)
                .orElseThrow(() -> context.wrong(
                        "it names %s [%s], which no file has%s. Correct the name, or add the file that has it to KUBECONFIG or spurline.kubeconfig"
                                .formatted(kind, name, offer(files, list, name))));
    }

    /** Returns the end of a sentence that a name is not there: which was probably meant, and which are there. */
    static String offer(
            List<KubeconfigDocument> files, Function<KubeconfigDocument, List<KubeconfigEntry>> list, String name) {
        List<String> names = files.stream()
                .flatMap(file -> list.apply(file).stream())
                .map(KubeconfigEntry::name)
                .distinct()
                .sorted()
                .toList();
        return NearestName.to(name, names)
                        .map(": did you mean [%s]? There are"::formatted)
                        .orElse("; there are")
                + " [%s]".formatted(String.join(", ", names));
    }

    private static Optional<KubeconfigEntry> first(
            List<KubeconfigDocument> files, Function<KubeconfigDocument, List<KubeconfigEntry>> list, String name) {
        return files.stream()
                .flatMap(file -> list.apply(file).stream())
                .filter(entry -> entry.name().equals(name))
                .findFirst();
    }

    /** Returns what a client needs; the first credentials are made. */
    ApiServerAccess access(Settings settings) {
        ServerAddress server = ServerAddress.of(cluster);
        Optional<ProxyAddress> proxy =
                ProxyAddress.of(cluster).or(() -> new ProxyEnvironment(settings).proxy(server.uri()));
        Credentials credentials = Credentials.of(user, cluster, settings);
        // Once before anything is asked: whoever cannot show any must not be asked for as somebody else.
        credentials.authorization();
        return new ApiServerAccess(
                server,
                ServerTrust.of(cluster, server),
                proxy,
                credentials,
                UserImpersonation.of(user),
                context.text("namespace"),
                context.place());
    }
}
