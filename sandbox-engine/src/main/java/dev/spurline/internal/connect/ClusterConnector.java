// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.connect;

import dev.spurline.ClusterSettings;
import dev.spurline.PreflightException;
import dev.spurline.SandboxException;
import dev.spurline.cluster.ClusterException;
import dev.spurline.cluster.ClusterProvider.ProvidedCluster;
import dev.spurline.cluster.internal.failure.FailureText;
import dev.spurline.internal.kubeconfig.ApiServerAccess;
import dev.spurline.internal.kubeconfig.KubeconfigFiles;
import dev.spurline.internal.kubeconfig.ServiceAccount;
import dev.spurline.internal.provider.ClusterProviders;
import dev.spurline.internal.settings.Guards;
import dev.spurline.internal.work.RetryPolicy;
import dev.spurline.settings.Setting;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.http.Interceptor;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reaches the cluster that the settings choose. */
public final class ClusterConnector {

    private static final Logger LOG = LoggerFactory.getLogger(ClusterConnector.class);
    private static final int CONNECT_MILLIS = 5_000;

    /** One for all engines of a JVM: each takes tens of milliseconds to learn how objects are read. */
    private static final KubernetesSerialization SERIALIZATION = new KubernetesSerialization();

    /** Who waits for a server that is not there learns so within 5 s, of which connecting takes a part. */
    private static final Duration FIRST_ANSWER = Duration.ofSeconds(4);

    private static final int SHORTEST_REQUEST_MILLIS = 5_000;
    private static final int LONGEST_REQUEST_MILLIS = 15_000;

    private final ClusterSettings settings;
    private final Optional<Interceptor> observer;

    /**
     * Prepares a connection.
     *
     * @param settings which cluster
     * @param observer sees every request, for tests that count them
     */
    public ClusterConnector(ClusterSettings settings, Optional<Interceptor> observer) {
        this.settings = settings;
        this.observer = observer;
    }

    /**
     * Connects, and says to what and why.
     *
     * @return a cluster that has answered
     * @throws PreflightException if none is chosen or it does not answer
     */
    public ClusterConnection connect() {
        ClusterChoice choice = ClusterChoice.of(settings, ClusterProviders.onClassPath());
        if (choice instanceof ClusterChoice.Provided provided) {
            return provided(provided);
        }
        if (choice instanceof ClusterChoice.Kubeconfig kubeconfig) {
            new Guards(settings.settings()).checkContext(kubeconfig.context(), choice.reason());
            ApiServerAccess access =
                    new KubeconfigFiles(settings.settings()).access(kubeconfig.context(), choice.reason());
            return reach(access, kubeconfig.context(), Optional.empty(), choice);
        }
        new Guards(settings.settings()).checkContext(DecidingSource.IN_CLUSTER, choice.reason());
        return reach(ServiceAccount.access(settings.settings()), DecidingSource.IN_CLUSTER, Optional.empty(), choice);
    }

    private ClusterConnection provided(ClusterChoice.Provided choice) {
        ProvidedCluster cluster = start(choice);
        try {
            ApiServerAccess access = KubeconfigFiles.provided(cluster.kubeconfig(), settings.settings());
            return reach(access, choice.kind(), Optional.of(cluster), choice);
        } catch (RuntimeException e) {
            cluster.close();
            throw e;
        }
    }

    private static ProvidedCluster start(ClusterChoice.Provided choice) {
        try {
            return choice.provider().start(choice::blueprint);
        } catch (ClusterException e) {
            throw new SandboxException(FailureText.of(e), e);
        } catch (RuntimeException | LinkageError e) {
            throw new SandboxException(
                    "Cluster [%s] (decided by %s) cannot be started by [%s]: %s"
                            .formatted(
                                    choice.kind(),
                                    choice.reason(),
                                    choice.provider().getClass().getName(),
                                    e),
                    e);
        }
    }

    private ClusterConnection reach(
            ApiServerAccess access, String context, Optional<ProvidedCluster> provided, ClusterChoice choice) {
        ServerClock clock = new ServerClock();
        KubernetesClient client = client(access, clock);
        try {
            String version =
                    new ServerCheck(access, clock, FIRST_ANSWER, subject(client, access, choice)).version(client);
            String title =
                    "Cluster [%s] context [%s] at [%s], Kubernetes %s, entry %s unless spurline.entry is set, decided by %s"
                            .formatted(
                                    choice.kind(),
                                    context,
                                    client.getMasterUrl(),
                                    version,
                                    choice.entry(),
                                    choice.reason());
            LOG.info("{}", title);
            Optional<String> namespace =
                    provided.flatMap(ProvidedCluster::namespace).or(access::namespace);
            return new ClusterConnection(
                    client, clock, title, context, choice instanceof ClusterChoice.InCluster, namespace, provided);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private static String subject(KubernetesClient client, ApiServerAccess access, ClusterChoice choice) {
        return "Cluster of %s at [%s] (decided by %s)"
                .formatted(access.place(), client.getMasterUrl(), choice.reason());
    }

    private KubernetesClient client(ApiServerAccess access, ServerClock clock) {
        Config config = new ConfigBuilder(Config.empty())
                .withMasterUrl(access.server().uri().toString())
                .withConnectionTimeout(CONNECT_MILLIS)
                .withRequestTimeout(requestMillis())
                // What a server refuses for the moment (429, 5xx) and what breaks on its way is asked again. A create
                // whose answer was lost is then found to be there already, and known by its fingerprint.
                .withRequestRetryBackoffLimit(RetryPolicy.PATIENT)
                .withRequestRetryBackoffInterval(RetryPolicy.firstPause())
                .withMaxConcurrentRequestsPerHost(64)
                // As kubectl does: over a connection that is there, not a new one that is upgraded.
                .withOnlyHttpWatches(true)
                .withMaxConcurrentRequests(256)
                .withUserAgent("spurline")
                .build();
        ClusterHttp http = new ClusterHttp(access);
        return new KubernetesClientBuilder()
                .withKubernetesSerialization(SERIALIZATION)
                .withConfig(config)
                .withHttpClientFactory(http)
                .withHttpClientBuilderConsumer(builder -> {
                    http.configure(builder);
                    builder.addOrReplaceInterceptor("spurline-clock", clock);
                    builder.addOrReplaceInterceptor("spurline-jitter", new RetryJitter());
                    observer.ifPresent(seen -> builder.addOrReplaceInterceptor("spurline-observer", seen));
                })
                .build();
    }

    /** Who asks for short leases shall not wait long for an answer that does not come. */
    private int requestMillis() {
        long half = Setting.LEASE.in(settings.settings()).toMillis() / 2;
        return (int) Math.max(SHORTEST_REQUEST_MILLIS, Math.min(LONGEST_REQUEST_MILLIS, half));
    }
}
