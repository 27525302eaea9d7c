// SPDX-License-Identifier: Apache-2.0
package dev.spurline;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A sandbox whose forks are ready and whose routes are live. Closing it removes everything it made.
 *
 * <p>All methods may be called by several threads.
 *
 * @since 0.1
 */
public interface LiveSandbox extends AutoCloseable {

    /** Returns the routing key. */
    RoutingKey key();

    /** Returns the namespace of the baseline and the forks. */
    String namespace();

    /**
     * Returns the headers that carry the key, in lower case: {@code baggage} and {@code x-spurline-key}. A caller that has
     * baggage of its own puts these members before it instead of adding a second header.
     */
    Map<String, String> headers();

    /**
     * Returns where requests to a Service go in: a configured entry, else a port-forward to the Service's fork if it has
     * one, else to a ready pod of the baseline.
     *
     * @param service {@code name} or {@code name:port}, where port is a number or a name of the Service's ports; after
     *     {@code namespace/} where that is another of the sandbox's. It may be younger than the sandbox
     * @return a base URI without path
     * @throws SandboxException if there is no such Service or port in the sandbox's namespaces, or nothing ready behind it
     */
    URI uri(String service);

    /**
     * Returns a way to the baseline's pods only, whatever the key.
     *
     * @param service as for {@link #uri}
     * @return a base URI without path
     * @throws SandboxException if there is no such Service or port in the sandbox's namespaces, or no ready pod of the baseline behind it
     */
    URI baselineUri(String service);

    /** Returns the forks, in the order of the spec. */
    List<LiveFork> forks();

    /**
     * Runs the fork of a CronJob once and waits for its end, for at most the time that the spec gives the sandbox to open.
     *
     * @param workload a CronJob that this sandbox forks, such as {@code cronjob/report}
     * @return the result, whether it succeeded or not
     * @throws SandboxException if this sandbox forks no such CronJob
     * @throws ForkFailedException if it cannot start, such as for an image that is not there, or has not ended in time
     */
    JobResult run(String workload);

    /**
     * Runs the fork of a CronJob once, as a Job of its own, and waits for its end. The program finds the key in the
     * environment variable {@code SPURLINE_POD_ROUTING_KEY}, and in {@code SPURLINE_POD_BAGGAGE} what its requests shall
     * have as the header {@code baggage}, if they are to meet the other forks. Each run is evidence for the fork; a fork that was never run
     * counts as not reached. A run that is not over in time, and one whose thread is interrupted, is removed; others are
     * removed with the sandbox.
     *
     * @param workload a CronJob that this sandbox forks, such as {@code cronjob/report}, or {@code
     *     namespace/cronjob/report} where that is not the sandbox's
     * @param limit how long to wait
     * @return the result, whether it succeeded or not
     * @throws SandboxException if this sandbox forks no such CronJob
     * @throws ForkFailedException if it cannot start, such as for an image that is not there, or has not ended in time
     */
    JobResult run(String workload, Duration limit);

    /**
     * Compares what the baseline answers to a GET request with what is answered with the key.
     *
     * @param service as for {@link #uri}
     * @param path an absolute path, with its query if it has one, as it is sent
     * @throws IllegalArgumentException if the path is none
     * @throws SandboxException if the service is unknown, or a request is not answered in time
     */
    default Comparison compare(String service, String path) {
        return compare(ComparedRequest.get(service, path));
    }

    /**
     * Compares what the baseline answers to a request with what is answered with the key. The request is sent three times: to
     * the baseline, with the key, and to the baseline again, to learn what varies by itself. It goes in where {@link #uri}
     * leads, but for requests without the key where that is into a fork: those go where {@link #baselineUri} leads. The one
     * with the key counts as evidence. Redirects are not followed.
     *
     * @param request the request, and what of its answers is compared
     * @return both answers and what differs, whether anything does or not
     * @throws SandboxException if its method may change something and it is not said to be repeatable, if it has a key
     *     already, if the service is unknown, or if a request is not answered in time
     */
    Comparison compare(ComparedRequest request);

    /**
     * Tells the sandbox that a request with the key was sent. Requests into a tunnel of the sandbox that ends in a fork
     * are direct evidence; others only show that the key was used.
     *
     * @param uri where the request was sent
     */
    void sent(URI uri);

    /**
     * Sends one request with the key and says how far the key gets: which Services are called with it, and who received it and
     * calls another one without it. Meanwhile requests with the key to the Services of the sandbox's namespaces go by twins of
     * these, which have the same pods; what any request gets stays the same. The twins and their routes belong to the sandbox,
     * and are removed before this method returns. One request is traced at a time.
     *
     * <p>The request counts as one of the test's: if it reaches a fork, that is evidence.
     *
     * @param request the request; it is sent once, if the callers' proxies can be read at all
     * @return what was counted, and what is not known
     * @throws SandboxException if the request has no answer, the routes cannot be made, or JVMs of a run share the sandbox
     */
    KeyTrace trace(TraceRequest request);

    /**
     * Reads what proves, so far, that requests were served by the forks. The sandbox sends none of its own.
     *
     * @return one entry a fork
     */
    EvidenceReport evidence();

    /**
     * Reads what helps to understand a failure: the plan, the forks' states, their events and last log lines, and where requests
     * with the key to the forked Services go, by which rule, with the path of the last one of which {@link #sent} told.
     */
    Diagnosis diagnosis();

    /**
     * Reads what helps to understand a failure, with the forks' logs of a time instead of their last lines.
     *
     * @param window how far back the logs are read, rounded up to seconds; at most 2,000 lines of each
     */
    Diagnosis diagnosis(Duration window);

    /**
     * Removes everything the sandbox made and returns when its routes are gone. A second call does nothing.
     *
     * @throws CleanupException if something could not be removed; it names what is left and how to remove it
     */
    @Override
    void close();
}
