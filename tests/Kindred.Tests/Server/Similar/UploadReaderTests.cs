using System.Text;
using Kindred.Images;
using Kindred.Server.Api;
using Kindred.Server.Similar;
using Kindred.Tests.Fixtures;
using Microsoft.AspNetCore.Http;

namespace Kindred.Tests.Server.Similar;

public sealed class UploadReaderTests
{
    private const int Limit = 1 << 20;
    private const string Boundary = "----boundary7";
    private const string FormType = $"multipart/form-data; boundary={Boundary}";
    private const string PictureStart =
        $"--{Boundary}\r\nContent-Disposition: form-data; name=\"image\"; filename=\"a.jpg\"\r\nContent-Type: image/jpeg\r\n\r\n";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("chair.jpg", "chair.jpg")]
    [InlineData("C:\\pictures\\chair.jpg", "chair.jpg")]
    [InlineData("../../etc/passwd", "passwd")]
    [InlineData("沙发.jpg", "沙发.jpg")]
    [InlineData("/", "image")]
    public async Task ReadAsync_FormOfAnHttpClient_GivesItsPicture(string fileName, string name)
    {
        var bytes = PictureBytes.Jpeg();
        using var form = new MultipartFormDataContent
        {
            { new StringContent("20"), "k" },
            { new ByteArrayContent(bytes), "image", fileName },
            { new StringContent("after"), "more" },
        };

        var upload = await UploadReader.ReadAsync(
            Request(form.Headers.ContentType!.ToString(), await form.ReadAsByteArrayAsync(Cancel)), Limit, Cancel);

        using var picture = upload.Picture;
        Assert.Equal(bytes, picture.Bytes.ToArray());
        Assert.Equal(name, upload.Name);
    }

    [Fact]
    public async Task ReadAsync_PictureAsLargeAsTheLimit_IsTakenAndOneByteMoreIsNot()
    {
        using var upload = (await UploadReader.ReadAsync(Request(FormType, Form(new byte[Limit])), Limit, Cancel)).Picture;

        Assert.Equal(Limit, upload.Length);
        await AssertFaultAsync(ImageFault.TooLarge, Request(FormType, Form(new byte[Limit + 1])));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("image/jpeg")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/mixed; boundary=x")]
    [InlineData("such nonsense")]
    public async Task ReadAsync_NoForm_IsUnsupported(string? type) => await AssertStatusAsync(415, Request(type, Form([1])));

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=")]
    [InlineData("multipart/form-data; boundary=\"\"")]
    [InlineData("multipart/form-data; boundary=12345678901234567890123456789012345678901234567890123456789012345678901")]
    public async Task ReadAsync_NoUsableBoundary_IsABadRequest(string type) => await AssertStatusAsync(400, Request(type, Form([1])));

    [Theory]
    [InlineData("")]
    [InlineData("no form at all")]
    [InlineData("--" + Boundary)]
    [InlineData("--" + Boundary + "--\r\n")]
    [InlineData("--" + Boundary + "\r\nno header\r\n\r\nx\r\n--" + Boundary + "--\r\n")]
    [InlineData("--" + Boundary + "\r\nContent-Disposition: form-data; name=\"image\"\r\n\r\nno file\r\n--" + Boundary + "--\r\n")]
    [InlineData(
        "--" + Boundary + "\r\nContent-Disposition: form-data; name=\"other\"; filename=\"a\"\r\n\r\nx\r\n--" + Boundary + "--\r\n")]
    [InlineData(PictureStart + "no boundary at the end")]
    public async Task ReadAsync_BrokenFormOrNoPicture_IsABadRequest(string body) =>
        await AssertStatusAsync(400, Request(FormType, Encoding.UTF8.GetBytes(body)));

    [Fact]
    public async Task ReadAsync_EmptyFile_SaysSo() => await AssertFaultAsync(ImageFault.Damaged, Request(FormType, Form([])));

    [Fact]
    public async Task ReadAsync_FormInAForm_IsAFileLikeAnyOther()
    {
        var inner = Encoding.UTF8.GetBytes(
            "--inner\r\nContent-Disposition: form-data; name=\"image\"; filename=\"b\"\r\n\r\nx\r\n--inner--\r\n");

        var upload = await UploadReader.ReadAsync(Request(FormType, Form(inner)), Limit, Cancel);

        using var picture = upload.Picture;
        Assert.Equal("a.jpg", upload.Name);
        Assert.Equal(inner, picture.Bytes.ToArray());
    }

    [Fact]
    public async Task ReadAsync_AnnouncedLength_IsRefusedUnread()
    {
        var body = new EndlessStream([], "x"u8.ToArray());
        var request = Request(FormType, body);
        request.ContentLength = 200 << 20;

        await AssertFaultAsync(ImageFault.TooLarge, request);

        Assert.Equal(0, body.Taken);
    }

    [Fact]
    public async Task ReadAsync_EndlessFile_IsLeftAtTheLimit()
    {
        var body = new EndlessStream(Encoding.UTF8.GetBytes(PictureStart), [1, 2, 3, 4, 5, 6, 7]);

        await AssertFaultAsync(ImageFault.TooLarge, Request(FormType, body));

        Assert.InRange(body.Taken, Limit, Limit + UploadReader.Overhead);
    }

    [Theory]
    [InlineData("", "x")]
    [InlineData("", "\r\n")]
    [InlineData("--" + Boundary + "\r\n", "X-Header: y\r\n")]
    [InlineData("--" + Boundary + "\r\n", "X-Header")]
    [InlineData("--" + Boundary + "\r\nContent-Disposition: form-data; name=\"k\"\r\n\r\n", "x")]
    [InlineData("", "--" + Boundary + "\r\nContent-Disposition: form-data; name=\"k\"\r\n\r\n\r\n")]
    [InlineData("", "--" + Boundary + "\r\n\r\n\r\n")]
    public async Task ReadAsync_NoEndOfAnythingElse_IsABadRequestSoon(string start, string again)
    {
        var body = new EndlessStream(Encoding.UTF8.GetBytes(start), Encoding.UTF8.GetBytes(again));

        await AssertStatusAsync(400, Request(FormType, body));

        Assert.InRange(body.Taken, 0, UploadReader.Overhead);
    }

    [Fact]
    public async Task ReadAsync_Cancelled_Stops() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => UploadReader.ReadAsync(Request(FormType, Form([1])), Limit, new CancellationToken(canceled: true)));

    private static byte[] Form(byte[] file) =>
        [.. Encoding.UTF8.GetBytes(PictureStart), .. file, .. Encoding.UTF8.GetBytes($"\r\n--{Boundary}--\r\n")];

    private static HttpRequest Request(string? type, byte[] body) => Request(type, new MemoryStream(body));

    private static HttpRequest Request(string? type, Stream body)
    {
        var request = new DefaultHttpContext().Request;
        request.ContentType = type;
        request.Body = body;
        return request;
    }

    private static async Task AssertStatusAsync(int status, HttpRequest request) =>
        Assert.Equal(
            status, (await Assert.ThrowsAsync<RefusedRequestException>(() => UploadReader.ReadAsync(request, Limit, Cancel))).StatusCode);

    private static async Task AssertFaultAsync(ImageFault fault, HttpRequest request)
    {
        var exception = await Assert.ThrowsAsync<UnreadableImageException>(() => UploadReader.ReadAsync(request, Limit, Cancel));
        Assert.Equal(fault, exception.ImageFault);
    }
}
