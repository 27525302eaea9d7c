// SPDX-License-Identifier: Apache-2.0
package dev.spurline.internal.corridor;

import dev.spurline.ComparedRequest;
import dev.spurline.Comparison;
import dev.spurline.Diagnosis;
import dev.spurline.EvidenceReport;
import dev.spurline.JobResult;
import dev.spurline.KeyTrace;
import dev.spurline.LiveFork;
import dev.spurline.LiveSandbox;
import dev.spurline.RoutingKey;
import dev.spurline.TraceRequest;
import dev.spurline.framework.DescribedSandbox;
import dev.spurline.framework.KeepableSandbox;
import dev.spurline.framework.RunSharing;
import dev.spurline.framework.SandboxDescription;
import dev.spurline.framework.SandboxEnding;
import dev.spurline.framework.TestViews;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** A sandbox as its user holds it, on behalf of one test or of nobody in particular. */
public final class SandboxHandle
        implements LiveSandbox, TestViews, SandboxEnding, DescribedSandbox, KeepableSandbox, RunSharing.Shared {

    private final OpenSandbox sandbox;
    private final OptionalInt test;

    private SandboxHandle(OpenSandbox sandbox, OptionalInt test) {
        this.sandbox = sandbox;
        this.test = test;
    }

    /** Returns a sandbox on behalf of nobody in particular. */
    public static SandboxHandle of(OpenSandbox sandbox) {
        return new SandboxHandle(sandbox, OptionalInt.empty());
    }

    @Override
    public LiveSandbox forTest(int number) {
        SandboxHandle view = new SandboxHandle(sandbox, OptionalInt.of(number));
        // A number that no header can carry is refused here, where somebody made it up.
        var unused = view.headers();
        return view;
    }

    @Override
    public Optional<String> ending() {
        return sandbox.ending();
    }

    @Override
    public SandboxDescription description() {
        return sandbox.description();
    }

    @Override
    public String withoutSecrets(String text) {
        return sandbox.withoutSecrets(text);
    }

    @Override
    public boolean isKnownToOthers() {
        return sandbox.isKnownToOthers();
    }

    @Override
    public Map<LiveFork, String> joined() {
        return sandbox.joined();
    }

    @Override
    public RoutingKey key() {
        return sandbox.key();
    }

    @Override
    public String namespace() {
        return sandbox.namespace();
    }

    @Override
    public Map<String, String> headers() {
        return sandbox.headers(test);
    }

    @Override
    public URI uri(String service) {
        return sandbox.uri(service);
    }

    @Override
    public URI baselineUri(String service) {
        return sandbox.baselineUri(service);
    }

    @Override
    public List<LiveFork> forks() {
        return sandbox.forks();
    }

    @Override
    public JobResult run(String workload) {
        return sandbox.run(workload, Optional.empty(), test);
    }

    @Override
    public JobResult run(String workload, Duration limit) {
        return sandbox.run(workload, Optional.of(limit), test);
    }

    @Override
    public Comparison compare(ComparedRequest request) {
        return sandbox.compare(request, test);
    }

    @Override
    public void sent(URI uri) {
        sandbox.sent(uri, test);
    }

    @Override
    public KeyTrace trace(TraceRequest request) {
        return sandbox.trace(request, test);
    }

    @Override
    public EvidenceReport evidence() {
        return sandbox.evidence();
    }

    @Override
    public Diagnosis diagnosis() {
        return sandbox.diagnosis(Optional.empty());
    }

    @Override
    public Diagnosis diagnosis(Duration window) {
        return sandbox.diagnosis(Optional.of(window));
    }

    @Override
    public Kept keep(Duration time) {
        return sandbox.keep(time);
    }

    @Override
    public void close() {
        sandbox.close();
    }
}
