// SPDX-License-Identifier: Apache-2.0
package dev.spurline.embedded.internal.blueprint;

import dev.spurline.cluster.ClusterException;
import io.fabric8.kubernetes.api.model.Config;
import io.fabric8.kubernetes.api.model.NamedContext;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads kubeconfig files. */
public final class KubeconfigFile {

    private KubeconfigFile() {}

    /**
     * Reads a file.
     *
     * @param context the context that shall be the current one
     * @return YAML in which paths of files are absolute
     * @throws ClusterException if there is no such file or context
     */
    public static String read(Path file, String context) {
        Config config = parse(file);
        List<String> contexts =
                config.getContexts().stream().map(NamedContext::getName).toList();
        if (!contexts.contains(context)) {
            throw new ClusterException(
                    "Kubeconfig [%s] has no context [%s]: it has %s".formatted(file, context, contexts));
        }
        config.setCurrentContext(context);
        config.getClusters().stream()
                .map(named -> named.getCluster())
                .forEach(cluster -> cluster.setCertificateAuthority(absolute(file, cluster.getCertificateAuthority())));
        config.getUsers().stream().map(named -> named.getUser()).forEach(user -> {
            user.setClientCertificate(absolute(file, user.getClientCertificate()));
            user.setClientKey(absolute(file, user.getClientKey()));
            user.setTokenFile(absolute(file, user.getTokenFile()));
        });
        return Serialization.asYaml(config);
    }

    private static Config parse(Path file) {
        try {
            return Serialization.unmarshal("---\n" + Files.readString(file), Config.class);
        } catch (IOException e) {
            throw new ClusterException("Kubeconfig [%s] cannot be read: %s".formatted(file, e), e);
        }
    }

    private static @Nullable String absolute(Path file, @Nullable String path) {
        return path == null || path.isEmpty()
                ? path
                : file.toAbsolutePath().resolveSibling(path).toString();
    }
}
