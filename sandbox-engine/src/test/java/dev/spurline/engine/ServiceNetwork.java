// SPDX-License-Identifier: Apache-2.0
package dev.spurline.engine;

import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.datagram.DatagramPacket;
import io.vertx.core.datagram.DatagramSocket;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What DNS and kube-proxy are to a pod, for processes of this machine: each Service has an address of its own among 127.0.0.0/8,
 * with its own ports, and leads from there to its ready pods. Where all of 127.0.0.0/8 is this machine's: on Linux.
 */
public final class ServiceNetwork implements AutoCloseable {

    private static final String ADDRESS = "embedded.spurline.dev/address";
    private static final int TYPE_A = 1;
    private static final int HEADER = 12;

    private final Vertx vertx =
            Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(4));
    private final NetClient connections = vertx.createNetClient();
    private volatile @Nullable KubernetesClient client;
    private final Map<String, String> addresses = new ConcurrentHashMap<>();
    private final AtomicInteger next = new AtomicInteger();
    private final DatagramSocket dns;

    /**
     * Starts with Services that will be there.
     *
     * @param namespace theirs
     * @param names their names; each has one port
     * @param port that port, with the name {@code http}
     */
    public ServiceNetwork(String namespace, Collection<String> names, int port) throws Exception {
        for (String name : names) {
            opened(namespace + "/" + name, namespace, name, Map.of(port, "http"));
        }
        this.dns = vertx.createDatagramSocket()
                .handler(this::answer)
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
    }

    /** Adds a Service whose only pod answers each request with a text. */
    void answering(String namespace, String name, int port, String text) throws Exception {
        answering(namespace, name, port, request -> request.response().end(text));
    }

    /** Makes a Service whose requests something answers. */
    void answering(String namespace, String name, int port, Handler<HttpServerRequest> answer) throws Exception {
        String address = newAddress();
        vertx.createHttpServer()
                .requestHandler(answer)
                .listen(port, address)
                .toCompletionStage()
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
        addresses.put(namespace + "/" + name, address);
    }

    /** Makes a Service whose only pod is a server of this machine. */
    public void leading(String namespace, String name, int port, int server) throws Exception {
        String address = newAddress();
        listening(port, address, caller -> relay(caller, "127.0.0.1", server));
        addresses.put(namespace + "/" + name, address);
    }

    private void listening(int port, String address, Handler<NetSocket> callers) throws Exception {
        vertx.createNetServer()
                .connectHandler(callers)
                .listen(port, address)
                .toCompletionStage()
                .toCompletableFuture()
                .get(1, TimeUnit.MINUTES);
    }

    private String newAddress() {
        int number = next.incrementAndGet();
        return "127.%d.%d.%d".formatted(100 + ProcessHandle.current().pid() % 100, number / 250, 1 + number % 250);
    }

    /** Says where further Services are, and the pods of all. */
    void lookIn(KubernetesClient cluster) {
        client = cluster;
    }

    /** Returns the UDP port at which names of Services are looked up. */
    public int dnsPort() {
        return dns.localAddress().port();
    }

    private void answer(DatagramPacket query) {
        vertx.executeBlocking(() -> reply(query.data()), false)
                .onSuccess(reply ->
                        dns.send(reply, query.sender().port(), query.sender().host()));
    }

    private Buffer reply(Buffer query) throws Exception {
        StringBuilder name = new StringBuilder();
        int at = HEADER;
        while (query.getByte(at) != 0) {
            int length = query.getUnsignedByte(at);
            name.append(query.getString(at + 1, at + 1 + length)).append('.');
            at += 1 + length;
        }
        int end = at + 5;
        boolean wanted = query.getUnsignedShort(at + 1) == TYPE_A;
        Optional<String> address = address(name.toString().toLowerCase(Locale.ROOT));
        Buffer reply = Buffer.buffer()
                .appendBuffer(query.getBuffer(0, 2))
                .appendUnsignedShort(address.isPresent() ? 0x8180 : 0x8183)
                .appendUnsignedShort(1)
                .appendUnsignedShort(address.isPresent() && wanted ? 1 : 0)
                .appendInt(0)
                .appendBuffer(query.getBuffer(HEADER, end));
        if (address.isPresent() && wanted) {
            reply.appendUnsignedShort(0xc00c)
                    .appendUnsignedShort(TYPE_A)
                    .appendUnsignedShort(1)
                    .appendInt(5)
                    .appendUnsignedShort(4);
            Arrays.stream(address.get().split("\\.", -1))
                    .forEach(part -> reply.appendByte((byte) Integer.parseInt(part)));
        }
        return reply;
    }

    /** A Service keeps its address; one that is gone is unknown again. */
    private Optional<String> address(String name) throws Exception {
        String[] parts = name.split("\\.", -1);
        if (parts.length < 3 || !name.endsWith(".svc.cluster.local.")) {
            return Optional.empty();
        }
        String known = addresses.get(parts[1] + "/" + parts[0]);
        KubernetesClient cluster = client;
        if (known != null || cluster == null) {
            return Optional.ofNullable(known);
        }
        Service service =
                cluster.services().inNamespace(parts[1]).withName(parts[0]).get();
        return service == null ? Optional.empty() : Optional.of(opened(service));
    }

    private String opened(Service service) throws Exception {
        return opened(
                service.getMetadata().getUid(),
                service.getMetadata().getNamespace(),
                service.getMetadata().getName(),
                service.getSpec().getPorts().stream()
                        .collect(Collectors.toMap(ServicePort::getPort, ServicePort::getName)));
    }

    private synchronized String opened(String key, String namespace, String name, Map<Integer, String> ports)
            throws Exception {
        String known = addresses.get(key);
        if (known != null) {
            return known;
        }
        String address = newAddress();
        for (Map.Entry<Integer, String> port : ports.entrySet()) {
            listening(port.getKey(), address, caller -> relay(caller, namespace, name, port.getValue()));
        }
        addresses.put(key, address);
        return address;
    }

    private void relay(NetSocket caller, String namespace, String name, String port) {
        caller.pause();
        vertx.executeBlocking(() -> endpoint(namespace, name, port), false)
                .onFailure(failure -> caller.close())
                .onSuccess(endpoint -> {
                    if (endpoint.isEmpty()) {
                        caller.close();
                        return;
                    }
                    String[] parts = endpoint.get().split(":", -1);
                    relay(caller, parts[0], Integer.parseInt(parts[1]));
                });
    }

    private void relay(NetSocket caller, String host, int port) {
        caller.pause();
        connections.connect(port, host).onFailure(failure -> caller.close()).onSuccess(pod -> {
            pod.pipeTo(caller);
            caller.pipeTo(pod);
        });
    }

    private Optional<String> endpoint(String namespace, String name, String port) {
        KubernetesClient cluster = Objects.requireNonNull(client);
        List<EndpointSlice> slices = cluster.discovery()
                .v1()
                .endpointSlices()
                .inNamespace(namespace)
                .withLabel("kubernetes.io/service-name", name)
                .list()
                .getItems();
        return slices.stream()
                .flatMap(slice -> slice.getPorts().stream()
                        .filter(candidate -> port.equals(candidate.getName()))
                        .map(EndpointPort::getPort)
                        .flatMap(number -> slice.getEndpoints().stream()
                                .filter(endpoint -> Boolean.TRUE.equals(
                                        endpoint.getConditions().getReady()))
                                .flatMap(endpoint -> real(endpoint, number).stream())))
                .findAny();
    }

    private Optional<String> real(Endpoint endpoint, int port) {
        Pod pod = Objects.requireNonNull(client)
                .pods()
                .inNamespace(endpoint.getTargetRef().getNamespace())
                .withName(endpoint.getTargetRef().getName())
                .get();
        return pod == null
                ? Optional.empty()
                : Arrays.stream(pod.getMetadata()
                                .getAnnotations()
                                .getOrDefault(ADDRESS, "")
                                .split(",", -1))
                        .filter(entry -> entry.startsWith(port + "="))
                        .map(entry -> entry.substring(entry.indexOf('=') + 1))
                        .findFirst();
    }

    @Override
    public void close() {
        vertx.close().toCompletionStage().toCompletableFuture().join();
    }
}
