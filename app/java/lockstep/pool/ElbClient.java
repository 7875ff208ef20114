package lockstep.pool;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import lockstep.fault.Fault;
import lockstep.fault.FaultException;
import lockstep.fault.Visible;
import lockstep.fleet.Dialect;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2ClientBuilder;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Request;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Response;

/// The Elastic Load Balancing API of one region and account: questions asked through Amazon's own
/// client, its exceptions told as faults. Throttling and passing errors are met by the client's
/// standard retries with back-off; one question takes at most 30 s.
///
/// No fault and no exchange holds a credential: what the service says of a signature is not told,
/// because it repeats the signed headers, the session token among them.
final class ElbClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ATTEMPT = Duration.ofSeconds(10);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    /// The longest reply that is told to the listener, in characters.
    private static final int MAX_TOLD = 64 << 10;

    private static final Set<String> NOT_ALLOWED =
            Set.of("AccessDenied", "AccessDeniedException", "UnauthorizedOperation");

    private static final Set<String> NOT_TRUSTED =
            Set.of(
                    "AuthFailure",
                    "ExpiredToken",
                    "ExpiredTokenException",
                    "IncompleteSignature",
                    "InvalidAccessKeyId",
                    "InvalidClientTokenId",
                    "MissingAuthenticationToken",
                    "OptInRequired",
                    "RequestExpired",
                    "SignatureDoesNotMatch",
                    "UnrecognizedClientException");

    private static final String REMEDY =
            "Log in as for the aws command (aws configure, aws sso login), or write the profile's"
                    + " name to the balancer";

    private final String balancer;
    private final Dialect.Elb dialect;
    private final Exchange.Listener listener;
    private @Nullable Connected connected;

    /// Nothing is connected, and no credentials are looked for, before the first question.
    ElbClient(String balancer, Dialect.Elb dialect, Exchange.Listener listener) {
        this.balancer = balancer;
        this.dialect = dialect;
        this.listener = listener;
    }

    private record Connected(
            ElasticLoadBalancingV2Client client, AwsCredentialsProvider credentials, String place)
            implements AutoCloseable {
        @Override
        public void close() {
            client.close();
        }
    }

    /// Asks one thing.
    ///
    /// @param verb sends it
    /// @throws FaultException `BalancerUnreachable` when there is no answer, also because of too
    ///     many questions; `BalancerRefused`; `GuardTripped` when there is no region or no
    ///     credentials, before anything was sent. The service's exception is the cause
    <Q extends ElasticLoadBalancingV2Request, R extends ElasticLoadBalancingV2Response> R ask(
            Exchange.Kind kind, Q question, Function<ElasticLoadBalancingV2Client, R> verb)
            throws FaultException {
        Connected to = connected();
        requireCredentials(to);
        try {
            R reply = verb.apply(to.client());
            tell(kind, question, reply.toString());
            return reply;
        } catch (SdkException e) {
            FaultException fault = fault(to, name(question), e);
            tell(kind, question, fault.fault().what());
            throw fault;
        }
    }

    private void tell(Exchange.Kind kind, ElasticLoadBalancingV2Request question, String reply) {
        listener.said(
                new Exchange(
                        Instant.now(),
                        balancer,
                        kind,
                        Visible.text(question.toString()),
                        Visible.text(reply, MAX_TOLD)));
    }

    private static String name(ElasticLoadBalancingV2Request question) {
        return question.getClass().getSimpleName().replaceAll("Request$", "");
    }

    private synchronized Connected connected() throws FaultException {
        Connected present = connected;
        if (present == null) {
            try {
                present = connect();
            } catch (IllegalArgumentException e) { // a configuration file that it cannot read
                throw guard("There are no AWS credentials" + profiled(), REMEDY, e);
            }
            connected = present;
        }
        return present;
    }

    private Connected connect() throws FaultException {
        Region region = region();
        AwsCredentialsProvider credentials =
                dialect.profile()
                        .<AwsCredentialsProvider>map(ProfileCredentialsProvider::create)
                        .orElseGet(() -> DefaultCredentialsProvider.builder().build());
        ElasticLoadBalancingV2ClientBuilder builder =
                ElasticLoadBalancingV2Client.builder()
                        .region(region)
                        .credentialsProvider(credentials)
                        .httpClientBuilder(
                                UrlConnectionHttpClient.builder()
                                        .connectionTimeout(CONNECT)
                                        .socketTimeout(ATTEMPT))
                        .overrideConfiguration(
                                settings ->
                                        settings.retryStrategy(RetryMode.STANDARD)
                                                .apiCallAttemptTimeout(ATTEMPT)
                                                .apiCallTimeout(LIMIT));
        dialect.endpoint().ifPresent(url -> builder.endpointOverride(URI.create(url)));
        return new Connected(
                builder.build(),
                credentials,
                dialect.endpoint().orElse("elasticloadbalancing in " + region.id()));
    }

    private Region region() throws FaultException {
        try {
            if (dialect.region().isPresent()) {
                return Region.of(dialect.region().get());
            }
            DefaultAwsRegionProviderChain.Builder chain = DefaultAwsRegionProviderChain.builder();
            dialect.profile().ifPresent(chain::profileName);
            return chain.build().getRegion();
        } catch (SdkException e) {
            throw guard("No AWS region is set", "Write region = \"…\" to the balancer", e);
        }
    }

    private void requireCredentials(Connected to) throws FaultException {
        try {
            if (to.credentials().resolveCredentials() == null) {
                throw guard("There are no AWS credentials", REMEDY, null);
            }
        } catch (SdkException | IllegalStateException | IllegalArgumentException e) {
            throw guard("There are no AWS credentials" + profiled(), REMEDY, e);
        }
    }

    private String profiled() {
        return dialect.profile().map(name -> " in profile " + name).orElse("");
    }

    private FaultException guard(String what, String whatToDo, @Nullable Exception why) {
        String detail =
                why == null ? "" : " (" + Visible.text(String.valueOf(why.getMessage()), 400) + ")";
        return new FaultException(
                new Fault.GuardTripped(balancer, what + detail + ".", whatToDo + "."), why);
    }

    private FaultException fault(Connected to, String command, SdkException e) {
        if (!(e instanceof AwsServiceException refusal)) {
            return unreachable(to, told(e), e);
        }
        AwsErrorDetails details = refusal.awsErrorDetails();
        String code = Optional.ofNullable(details).map(AwsErrorDetails::errorCode).orElse("");
        String message = Optional.ofNullable(details).map(AwsErrorDetails::errorMessage).orElse("");
        String words = Visible.text(code.isEmpty() ? told(e) : code + ": " + message, 600);
        if (NOT_TRUSTED.contains(code)) {
            return refused(
                    command,
                    code + ": the credentials are not accepted.",
                    "Renew them, as by aws sso login, and check this machine's clock.",
                    e);
        }
        if (NOT_ALLOWED.contains(code) || refusal.statusCode() == 403) {
            return refused(
                    command,
                    words,
                    "Allow elasticloadbalancing:" + command + " to whose credentials these are.",
                    e);
        }
        if (refusal.isThrottlingException()) {
            return unreachable(to, "this account asks too often (" + words + ")", e);
        }
        if (code.isEmpty() || refusal.statusCode() >= 500) {
            return unreachable(to, words, e);
        }
        return new FaultException(new Fault.BalancerRefused(balancer, command, words), e);
    }

    private static String told(SdkException e) {
        return Visible.text(String.valueOf(e.getMessage()).strip(), 400);
    }

    /// The fault of an answer that cannot be used, for the given reason (no full stop).
    FaultException refused(ElasticLoadBalancingV2Request question, String reason) {
        return new FaultException(
                new Fault.BalancerRefused(
                        balancer, name(question), Visible.text(reason, 400) + "."));
    }

    private FaultException refused(String command, String reply, String remedy, Exception why) {
        return new FaultException(new Fault.BalancerRefused(balancer, command, reply, remedy), why);
    }

    private FaultException unreachable(Connected to, String reason, Exception why) {
        return new FaultException(new Fault.BalancerUnreachable(balancer, to.place(), reason), why);
    }

    @Override
    public synchronized void close() {
        if (connected != null) {
            connected.close();
            connected = null;
        }
    }
}
