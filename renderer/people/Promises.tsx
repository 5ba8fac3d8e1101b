import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';

const promises = [
  '只因工作需要查看和使用台账里的信息，不打听、不传播。',
  '不向媒体和无关人员透露儿童、家庭、举报人和报告人的情况，不发到微信等任何网上工具。',
  '不拍屏幕，不私自打印、复制、外带；打印件和U盘按规定保管、回收、销毁。',
  '密码只由自己使用；离开座位时锁定；离岗后继续保密。',
] as const;

/** What everybody promises once a year (数据安全法 §38). */
export function Promises() {
  return (
    <Box>
      <Typography>国家机关工作人员对履行职责中知悉的个人隐私、个人信息应当保密。本人承诺：</Typography>
      <Box component="ol" sx={{ my: 1, pl: 3, lineHeight: 1.8 }}>
        {promises.map((promise) => (
          <li key={promise}>{promise}</li>
        ))}
      </Box>
    </Box>
  );
}
